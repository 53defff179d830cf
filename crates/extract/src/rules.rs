//! The list of rules, as `docs/rules.md` prints it and the `rule` column names them.

/// A rule: a decision that puts a row into a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// `layer/name`, unique.
    pub id: &'static str,
    /// What it does, in one line.
    pub meaning: &'static str,
    /// A text it fires on.
    pub example: &'static str,
}

/// Every rule of every stage, in the order the stages run.
#[must_use]
pub fn all_rules() -> Vec<Rule> {
    [crate::times::RULES, crate::actors::RULES, crate::places::RULES, crate::quantities::RULES, crate::figures::RULES]
        .concat()
}
