//! Pages as outlets write them: what is article, and what is said about it.

use super::*;

fn page(html: &str) -> Extracted {
    read(html.as_bytes(), Options::default()).unwrap()
}

/// A sentence long enough to be prose.
const LONG: &str = "The provincial council said on Sunday that nine people had been killed near the bridge.";

#[test]
fn the_article_is_read_and_what_surrounds_it_is_not() {
    let read = page(&format!(
        "<html><body><header><a href=/>Lantern Wire</a></header><nav><ul><li><a href=/w>World</a></ul></nav>
         <div class='page has-sidebar'><div class=story><h1>Nine killed</h1><p>{LONG}</p><p>{LONG}</p>
         <div class=share-bar>Share</div><p>Advertisement</p><h2>The toll</h2><p>{LONG}</p>
         <h2>More</h2></div>
         <div class=sidebar><p>{LONG} Most read today, and other words that fill a column.</p></div></div>
         <div id=comments><p>{LONG}</p><p>{LONG}</p><p>{LONG}</p><p>{LONG}</p><p>{LONG}</p></div>
         <footer><p>{LONG} All rights reserved.</p></footer></body></html>"
    ));
    assert_eq!(read.text, format!("{LONG}\n\n{LONG}\n\nThe toll\n\n{LONG}"));
    assert_eq!(read.metadata.title.as_deref(), Some("Nine killed"));
}

#[test]
fn a_class_that_names_half_of_the_prose_is_believed_no_more() {
    let read = page(&format!("<body><div class='widget promo'><p>{LONG}</p><p>{LONG}</p></div><p>{LONG}</p></body>"));
    assert_eq!(read.text.matches(LONG).count(), 3);
}

#[test]
fn tables_are_rows_and_lists_are_items() {
    let read = page(&format!(
        "<article><p>{LONG}</p><table><tr><th>District<th>Killed<tr><td>Asmar<td>9</tr></table>
         <ul><li>One <a href=x>post</a> was lost at the river crossing<li>Two hurt</ul>
         <table role=presentation><tr><td><p>{LONG}</p></td></tr></table></article>"
    ));
    let expected = "| District | Killed |\n| Asmar | 9 |\n\n• One post was lost at the river crossing\n• Two hurt";
    assert_eq!(read.text, format!("{LONG}\n\n{expected}\n\n{LONG}"));
}

#[test]
fn json_ld_goes_before_opengraph_and_that_before_the_page() {
    let read = page(
        "<html lang=fr><head><title>Old | Site</title><meta property=og:title content='A &amp; B'>
         <meta property='og:site_name' content='Wrong'><meta property=article:published_time content='2026-01-01'>
         <link rel=canonical href='https://example.org/a'>
         <script type=application/ld+json>{\"@graph\":[{\"@type\":\"Organization\",\"name\":\"No\"},
         {\"@type\":[\"NewsArticle\"],\"headline\":\"Nine \\u0026 more\",\"datePublished\":\"2026-04-14T23:30:00+04:30\",
         \"publisher\":{\"@type\":\"Organization\",\"name\":\"Lantern Wire\"},\"inLanguage\":\"en\"}]}</script></head>
         <body><p>Words.</p></body></html>",
    );
    let metadata = read.metadata;
    assert_eq!(metadata.title.as_deref(), Some("Nine & more"));
    assert_eq!(metadata.source.as_deref(), Some("Lantern Wire"));
    assert_eq!(metadata.url.as_deref(), Some("https://example.org/a"));
    assert_eq!(metadata.published, Some(jiff::civil::date(2026, 4, 14)));
    assert_eq!(metadata.language.as_deref(), Some("en"));
    assert_eq!(read.text, "Words.");
}

#[test]
fn a_date_is_taken_from_the_articles_time_and_never_from_any_other() {
    let date = |html: &str| page(html).metadata.published;
    let day = Some(jiff::civil::date(2026, 4, 14));
    assert_eq!(
        date("<aside><time datetime=2020-01-01></aside><article><time datetime='2026-04-14T10:00Z'>x</article>"),
        day
    );
    assert_eq!(date("<time datetime=2020-01-01>x</time><p>Words."), None);
    assert_eq!(date("<time itemprop=datePublished datetime=2026-04-14>x</time>"), day);
    assert_eq!(date("<meta name=date content='14 April'><meta name=pubdate content=20260414>"), day);
    assert_eq!(
        page("<title>Nine killed - Lantern Wire</title><meta property=og:site_name content='Lantern Wire'>")
            .metadata
            .title
            .as_deref(),
        Some("Nine killed")
    );
}

#[test]
fn encodings_are_those_that_the_page_names() {
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("<meta charset=windows-1251><p>Погибли девять человек");
    let read = read(&bytes, Options::default()).unwrap();
    assert_eq!(read.text, "Погибли девять человек");
    assert_eq!(read.note.as_deref(), Some("encoding windows-1251, named by the file"));
}

#[test]
fn nesting_costs_nothing() {
    let deep = format!("{}{LONG}{}<p>{LONG}", "<div>".repeat(50_000), "</div>".repeat(50_000));
    assert_eq!(page(&deep).text, format!("{LONG}\n\n{LONG}"));
    let cells = format!("{}<td>x", "<table><tr><td>".repeat(20_000));
    assert_eq!(page(&cells).text, "x");
    let few = Options { max_steps: 100, ..Options::default() };
    assert_eq!(read(deep.as_bytes(), few).unwrap_err().code, crate::SkipCode::Limit);
}

#[test]
fn a_fragment_is_read_whole() {
    let text = text_of("One<br>two &lt;three&gt;<p><a href=x>all links</a><script>no</script>", Options::default());
    assert_eq!(text.unwrap(), "One\ntwo <three>\n\nall links");
}
