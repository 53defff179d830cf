//! A finding: the question, how its accounts relate, and the accounts side by side.

use std::io::{self, Write};

use crossread_compare::{AccountRow, FindingRow, Relation, Support};

use super::{WIDTH, cut, padded, wrapped};

/// A smaller spread reads as 1.0 and tells nothing.
const LEAST_SPREAD: f64 = 1.05;
/// Columns of the value as written.
const VALUE: usize = 24;

/// Prints a finding with its accounts.
pub(crate) fn print(out: &mut impl Write, finding: &FindingRow, accounts: &[AccountRow]) -> io::Result<()> {
    wrapped(out, &format!("{:>3}. ", finding.rank), &finding.question)?;
    let mut facts = vec![relation(finding).to_owned(), support(finding.support).to_owned()];
    if let Some(spread) = finding.spread.filter(|spread| *spread >= LEAST_SPREAD) {
        let open = finding.high.is_none() || finding.low.is_none();
        facts.push(format!("spread {}{spread:.1}x", if open { ">= " } else { "" }));
    }
    facts.push(sources(finding));
    wrapped(out, "     ", &facts.join(" · "))?;
    if finding.relation != Relation::Single {
        wrapped(out, "     ", &finding.why)?;
    }
    for account in accounts {
        print_account(out, account)?;
    }
    Ok(())
}

/// One account: the value, who says so, where it stands, and the sentence.
pub(crate) fn print_account(out: &mut impl Write, account: &AccountRow) -> io::Result<()> {
    let own = if matches!(account.stance.as_str(), "asserted" | "estimated") {
        "in the report's own words"
    } else {
        "claimant not named"
    };
    let claimant = account.claimant.as_deref().unwrap_or(own);
    let outlet = account.source.as_deref().unwrap_or(&account.doc_id);
    let day = account.published.as_deref().unwrap_or("undated");
    let mut facts = vec![claimant.to_owned(), outlet.to_owned(), day.to_owned()];
    if account.stance == "denied" {
        facts.push(match &account.denied_by {
            Some(denier) => format!("denied by {denier}"),
            None => "denied".to_owned(),
        });
    }
    if account.stance == "estimated" {
        facts.push("estimate".to_owned());
    }
    if account.superseded {
        facts.push("superseded".to_owned());
    }
    if !account.independent {
        facts.push("not independent".to_owned());
    }
    let value = padded(&cut(&account.text.replace('\n', " "), VALUE), VALUE);
    wrapped(out, &format!("     {value}  "), &facts.join(" · "))?;
    let sentence = account.sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    let quote = cut(&around(&sentence, &account.text), 2 * (WIDTH - VALUE - 9));
    wrapped(out, &" ".repeat(VALUE + 7), &format!("“{quote}”"))
}

/// Bytes before a figure that its quote begins with at most.
const LEAD: usize = 90;

/// The sentence from shortly before the figure on, so that a cut never loses the figure.
fn around(sentence: &str, figure: &str) -> String {
    let Some(at) = sentence.find(figure).filter(|&at| at > LEAD) else { return sentence.to_owned() };
    let from = sentence.match_indices(' ').map(|(blank, _)| blank).find(|&blank| blank >= at - LEAD && blank < at);
    format!("…{}", &sentence[from.unwrap_or(at)..])
}

/// The relation in an analyst's words.
pub(crate) fn relation(finding: &FindingRow) -> &'static str {
    if finding.repeated_not_corroborated() {
        return "repeated, not corroborated";
    }
    match finding.relation {
        Relation::Contradict => "contradict",
        Relation::Revised => "revised",
        Relation::Compatible => "compatible",
        Relation::Agree => "agree",
        Relation::Single => "one account",
    }
}

fn support(support: Support) -> &'static str {
    match support {
        Support::OpposedSides => "opposed sides",
        Support::SeveralClaimants => "several claimants",
        Support::OneClaimant => "one claimant",
    }
}

fn sources(finding: &FindingRow) -> String {
    let known =
        super::counted(usize::try_from(finding.sources).unwrap_or(0), "independent source", "independent sources");
    match finding.sources_unknown {
        0 => known,
        unknown => format!("{known}, {unknown} of unknown outlet"),
    }
}

#[cfg(test)]
mod tests {
    use super::around;

    #[test]
    fn a_quote_keeps_its_figure() {
        let sentence = format!("{} at least 12 people died.", "word ".repeat(40));
        assert!(around(&sentence, "at least 12").contains("at least 12"));
        assert!(around(&sentence, "at least 12").len() < 140);
        assert_eq!(around("Nine died.", "Nine"), "Nine died.");
        let dashes = format!("{}12 died", "—".repeat(40));
        assert_eq!(around(&dashes, "12"), "…12 died");
    }
}
