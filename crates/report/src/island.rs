//! Data inside the page: JSON that no text in it can break out of.

use maud::{Markup, PreEscaped, html};
use serde::Serialize;

/// `value` as JSON without `<`, `>`, `&` and line separators, so that it can stand in a script element as data.
pub(crate) fn json(value: &impl Serialize) -> serde_json::Result<String> {
    let plain = serde_json::to_string(value)?;
    let mut safe = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            c => safe.push(c),
        }
    }
    Ok(safe)
}

/// A data block that the page's script reads; `json` comes from [`json`].
pub(crate) fn island(id: &str, json: &str) -> Markup {
    html! { script type="application/json" id=(id) { (PreEscaped(json)) } "\n" }
}

#[cfg(test)]
mod tests {
    use super::json;

    #[test]
    fn no_text_ends_its_data_block() {
        let hostile = ["</script><script>alert(1)</script>", "<!--<script>", "a & b \u{2028}"];
        let safe = json(&hostile).unwrap();
        assert!(!safe.contains(['<', '>', '&', '\u{2028}']), "{safe}");
        let back: Vec<String> = serde_json::from_str(&safe).unwrap();
        assert_eq!(back, hostile);
    }
}
