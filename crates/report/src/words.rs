//! How the page says things.

use jiff::civil::Date;

pub(crate) use crossread_tables::{counted, thousands};

use crate::rows::{Account, Finding, Relation};

/// A value with few digits: `1,640`, `2.5`, `3.2m`.
pub(crate) fn number(value: f64) -> String {
    let size = value.abs();
    let scaled = |by: f64, suffix: &str| format!("{}{suffix}", decimal(value / by));
    match size {
        _ if !value.is_finite() => "∞".to_owned(),
        _ if size >= 1e12 => scaled(1e12, "tn"),
        _ if size >= 1e9 => scaled(1e9, "bn"),
        _ if size >= 1e6 => scaled(1e6, "m"),
        _ => decimal(value),
    }
}

fn decimal(value: f64) -> String {
    let rounded = format!("{value:.2}");
    let trimmed = rounded.trim_end_matches('0').trim_end_matches('.');
    let (sign, digits) = trimmed.strip_prefix('-').map_or(("", trimmed), |digits| ("−", digits));
    let (whole, rest) =
        digits.split_once('.').map_or((digits, String::new()), |(whole, rest)| (whole, format!(".{rest}")));
    let whole = whole.parse::<usize>().map_or_else(|_| whole.to_owned(), thousands);
    format!("{sign}{whole}{rest}")
}

/// The bounds in words: `more than 200`, `24 or more`, `3,000 to 5,000`, `about 40`; none without any number.
pub(crate) fn bounds(low: Option<f64>, high: Option<f64>, comparator: &str) -> Option<String> {
    Some(match (low, high, comparator) {
        (None, None, _) => return None,
        (Some(low), None, "gt") => format!("more than {}", number(low)),
        (Some(low), None, _) => format!("{} or more", number(low)),
        (None, Some(high), "lt") => format!("less than {}", number(high)),
        (None, Some(high), _) => format!("up to {}", number(high)),
        (Some(low), Some(high), "approx") if low == high => format!("about {}", number(low)),
        (Some(low), Some(high), _) if low == high => number(low),
        (Some(low), Some(high), _) => format!("{} to {}", number(low), number(high)),
    })
}

/// The bounds for a narrow cell: `>200`, `≥24`, `3,000–5,000`, `~40`, `?` without any number.
pub(crate) fn short(low: Option<f64>, high: Option<f64>, comparator: &str) -> String {
    match (low, high, comparator) {
        (None, None, _) => "?".to_owned(),
        (Some(low), None, "gt") => format!(">{}", number(low)),
        (Some(low), None, _) => format!("≥{}", number(low)),
        (None, Some(high), "lt") => format!("<{}", number(high)),
        (None, Some(high), _) => format!("≤{}", number(high)),
        (Some(low), Some(high), "approx") if low == high => format!("~{}", number(low)),
        (Some(low), Some(high), _) if low == high => number(low),
        (Some(low), Some(high), _) => format!("{}–{}", number(low), number(high)),
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of a month; 1 is January.
pub(crate) fn month(number: i8) -> &'static str {
    usize::try_from(number).ok().and_then(|number| MONTHS.get(number.checked_sub(1)?)).copied().unwrap_or_default()
}

/// `19 April 2026`.
pub(crate) fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date.month()), date.year())
}

/// `19 April 2026`, `13–15 April 2026`, `1 March – 15 April 2026`.
pub(crate) fn days(from: Option<Date>, to: Option<Date>) -> Option<String> {
    Some(match (from, to) {
        (None, None) => return None,
        (Some(from), None) => format!("since {}", day(from)),
        (None, Some(to)) => format!("until {}", day(to)),
        (Some(from), Some(to)) if from == to => day(from),
        (Some(from), Some(to)) if (from.year(), from.month()) == (to.year(), to.month()) => {
            format!("{}–{}", from.day(), day(to))
        }
        (Some(from), Some(to)) if from.year() == to.year() => {
            format!("{} {} – {}", from.day(), month(from.month()), day(to))
        }
        (Some(from), Some(to)) => format!("{} – {}", day(from), day(to)),
    })
}

/// The relation on a card.
pub(crate) fn relation(finding: &Finding) -> &'static str {
    match finding.relation {
        Relation::Agree if finding.is_repetition() => "repeated, not corroborated",
        relation => relation_name(relation),
    }
}

/// A relation by itself.
pub(crate) fn relation_name(relation: Relation) -> &'static str {
    match relation {
        Relation::Contradict => "contradiction",
        Relation::Revised => "revised",
        Relation::Agree => "agreement",
        Relation::Compatible => "compatible",
        Relation::Single => "one account",
    }
}

/// Who stands behind the accounts.
pub(crate) fn support(support: &str) -> &str {
    match support {
        "opposed-sides" => "opposed sides",
        "several-claimants" => "several claimants",
        "one-claimant" => "one claimant",
        other => other,
    }
}

/// `at least 22 times apart`, as a symbol: `≥ 22×`.
pub(crate) fn spread(finding: &Finding) -> Option<String> {
    let spread = finding.spread.filter(|spread| *spread >= 1.05)?;
    let shown = if spread >= 10.0 { spread.round() } else { (spread * 10.0).round() / 10.0 };
    Some(format!("{}{}×", if finding.open { "≥ " } else { "" }, number(shown)))
}

/// `2 independent sources, 1 of unknown outlet`.
pub(crate) fn sources(finding: &Finding) -> String {
    let count = |number: i32| usize::try_from(number).unwrap_or(0);
    let known = counted(count(finding.sources), "independent source", "independent sources");
    match count(finding.sources_unknown) {
        0 => known,
        unknown => format!("{known}, {unknown} of unknown outlet"),
    }
}

/// Who says so, in words.
pub(crate) fn claimant(account: &Account) -> &str {
    let own = if matches!(account.claim.stance.as_str(), "asserted" | "estimated") {
        "the report itself"
    } else {
        "claimant not named"
    };
    account.claim.claimant.as_deref().unwrap_or(own)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{bounds, days, number};

    #[test]
    fn numbers_read_well() {
        assert_eq!(number(1640.0), "1,640");
        assert_eq!(number(2.5), "2.5");
        assert_eq!(number(3_200_000.0), "3.2m");
        assert_eq!(number(-60.0), "−60");
        assert_eq!(number(0.0), "0");
        assert_eq!(number(f64::INFINITY), "∞");
    }

    #[test]
    fn bounds_keep_their_ends() {
        assert_eq!(bounds(Some(200.0), None, "gt").unwrap(), "more than 200");
        assert_eq!(bounds(Some(24.0), None, "approx").unwrap(), "24 or more");
        assert_eq!(bounds(None, Some(50.0), "le").unwrap(), "up to 50");
        assert_eq!(bounds(Some(40.0), Some(40.0), "approx").unwrap(), "about 40");
        assert_eq!(bounds(Some(3000.0), Some(5000.0), "range").unwrap(), "3,000 to 5,000");
        assert_eq!(bounds(None, None, "eq"), None);
    }

    #[test]
    fn days_share_what_they_have_in_common() {
        let april = |day| Some(date(2026, 4, day));
        assert_eq!(days(april(13), april(15)).unwrap(), "13–15 April 2026");
        assert_eq!(days(april(13), april(13)).unwrap(), "13 April 2026");
        assert_eq!(days(Some(date(2026, 3, 1)), april(15)).unwrap(), "1 March – 15 April 2026");
        assert_eq!(days(Some(date(2025, 3, 1)), april(15)).unwrap(), "1 March 2025 – 15 April 2026");
        assert_eq!(days(april(1), None).unwrap(), "since 1 April 2026");
        assert_eq!(days(None, None), None);
    }
}
