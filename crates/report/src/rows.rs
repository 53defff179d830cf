//! What the page is made of: plain rows, joined.

use jiff::civil::Date;

/// How the current accounts of a question relate, in the order in which the page shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    Contradict,
    Revised,
    Agree,
    Compatible,
    Single,
}

impl Relation {
    pub(crate) const ALL: [Self; 5] = [Self::Contradict, Self::Revised, Self::Agree, Self::Compatible, Self::Single];

    /// The word the tables hold; an unknown one is read as one account, which claims least.
    pub(crate) fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|relation| relation.name() == word).unwrap_or(Self::Single)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Contradict => "contradict",
            Self::Revised => "revised",
            Self::Agree => "agree",
            Self::Compatible => "compatible",
            Self::Single => "single",
        }
    }
}

/// A document that was compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    pub(crate) id: String,
    pub(crate) title: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) published: Option<Date>,
    pub(crate) synthetic: bool,
    /// Index of its earliest near-copy.
    pub(crate) duplicate_of: Option<usize>,
}

impl Document {
    /// The outlet, else the id: what a reader knows it by.
    pub(crate) fn outlet(&self) -> &str {
        self.source.as_deref().unwrap_or(&self.id)
    }
}

/// A question with the relation of its accounts.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) question_id: String,
    pub(crate) rank: i32,
    pub(crate) question: String,
    pub(crate) measure: String,
    pub(crate) place_ids: Vec<String>,
    pub(crate) date_from: Option<Date>,
    pub(crate) date_to: Option<Date>,
    pub(crate) unit: String,
    pub(crate) open: bool,
    pub(crate) relation: Relation,
    pub(crate) why: String,
    pub(crate) support: String,
    pub(crate) spread: Option<f64>,
    pub(crate) sources: i32,
    pub(crate) sources_unknown: i32,
    pub(crate) related: Vec<String>,
    /// By publication, then document and place in it.
    pub(crate) accounts: Vec<Account>,
}

impl Finding {
    /// Whether the accounts say the same only because they repeat one claimant.
    pub(crate) fn is_repetition(&self) -> bool {
        self.relation == Relation::Agree && self.support == "one-claimant"
    }
}

/// One claimant's answer in one document.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    /// Index of the document.
    pub(crate) doc: usize,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) low_si: Option<f64>,
    pub(crate) high_si: Option<f64>,
    pub(crate) comparator: String,
    pub(crate) independent: bool,
    pub(crate) superseded: bool,
    pub(crate) claim: Claim,
}

impl Account {
    /// Whether it gives any number.
    pub(crate) fn is_stated(&self) -> bool {
        self.low.is_some() || self.high.is_some()
    }
}

/// A figure with the names behind its ids and the sentence it stands in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Claim {
    pub(crate) doc: usize,
    pub(crate) figure_id: i32,
    pub(crate) sentence_id: i32,
    /// The figure as written.
    pub(crate) text: String,
    pub(crate) sentence: String,
    /// Where the figure begins in the document, in code points.
    pub(crate) start: i32,
    /// Where it begins in its sentence, in code points.
    pub(crate) offset: Option<usize>,
    pub(crate) measure: String,
    pub(crate) unit: String,
    pub(crate) stance: String,
    pub(crate) verification: Option<String>,
    pub(crate) claimant_id: Option<String>,
    /// Canonical name, else as written.
    pub(crate) claimant: Option<String>,
    pub(crate) denier_id: Option<String>,
    pub(crate) denied_by: Option<String>,
    pub(crate) subject_actor_id: Option<String>,
    pub(crate) agent_actor_id: Option<String>,
    pub(crate) place_ids: Vec<String>,
    pub(crate) date_from: Option<Date>,
    pub(crate) date_to: Option<Date>,
    pub(crate) is_actual: bool,
}

/// A party or a place in one document.
#[derive(Clone, Debug)]
pub(crate) struct Presence {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Type of the party, level of the place.
    pub(crate) kind: String,
    pub(crate) doc: usize,
    pub(crate) mentions: i32,
    pub(crate) sentence_id: i32,
    /// What the document says about a place; empty for a party.
    pub(crate) roles: Vec<String>,
    /// The province a place lies in.
    pub(crate) admin1: Option<String>,
}

/// An input, or a part of one, that was not read.
#[derive(Clone, Debug)]
pub(crate) struct Skipped {
    pub(crate) input: String,
    pub(crate) message: String,
}
