//! Plain rows of the comparison tables, for readers that do not know polars.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// How the current accounts of one question relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Two current accounts cannot both be right.
    Contradict,
    /// All current accounts agree; earlier ones by the same claimant are superseded.
    Revised,
    /// All current accounts can be right together, but they do not say the same.
    Compatible,
    /// All current accounts say the same.
    Agree,
    /// There is one account only, reprints aside.
    Single,
}

/// Who stands behind the current accounts of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Support {
    /// Claimants of two opposed sides.
    OpposedSides,
    /// Several claimants, not known to be opposed.
    SeveralClaimants,
    /// One claimant, however often repeated.
    OneClaimant,
}

macro_rules! names {
    ($type:ty { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl $type {
            /// The word the tables hold.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $type {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                match word {
                    $($name => Ok(Self::$variant),)+
                    _ => Err(UnknownWord { word: word.to_owned(), known: &[$($name),+] }),
                }
            }
        }
    };
}

names!(Relation {
    Contradict = "contradict",
    Revised = "revised",
    Compatible = "compatible",
    Agree = "agree",
    Single = "single",
});

names!(Support {
    OpposedSides = "opposed-sides",
    SeveralClaimants = "several-claimants",
    OneClaimant = "one-claimant",
});

/// A word that is none of a closed list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is none of {}", known.join(", "))]
pub struct UnknownWord {
    /// The word that was read.
    pub word: String,
    /// The words that would have fitted.
    pub known: &'static [&'static str],
}

/// Counts for the line of coverage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents compared, each once.
    pub documents: usize,
    /// Documents without a date of publication.
    pub undated: usize,
    /// Documents without an outlet.
    pub without_source: usize,
    /// Documents that are invented (`synthetic`).
    pub synthetic: usize,
    /// Documents that are near-copies of an earlier one.
    pub near_copies: usize,
    /// Figures, also those that enter no question.
    pub figures: usize,
    /// Figures without any number ("civilian casualties").
    pub unnumbered: usize,
    /// Questions, of any relation.
    pub questions: usize,
    /// Questions whose accounts contradict each other.
    pub contradictions: usize,
    /// Questions whose accounts agree after a revision.
    pub revisions: usize,
    /// Questions whose accounts are compatible.
    pub compatible: usize,
    /// Questions whose accounts agree.
    pub agreements: usize,
    /// Questions with one account.
    pub single: usize,
}

/// A document that was compared.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentRow {
    /// Id of the document.
    pub doc_id: String,
    /// Title, where known.
    pub title: Option<String>,
    /// Outlet, where known.
    pub source: Option<String>,
    /// Address, where known.
    pub url: Option<String>,
    /// Date of publication, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Whether the document is invented.
    pub synthetic: bool,
    /// Its earliest near-copy, if it has one.
    pub duplicate_of: Option<String>,
    /// Share of sentences it has in common with `duplicate_of`, or with the most similar other document; 0 to 1.
    pub similarity: f64,
}

/// One question with the relation of its accounts: a row of `findings`.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingRow {
    /// Stable id of the question.
    pub question_id: String,
    /// 1 is to be read first.
    pub rank: i32,
    /// The question in words.
    pub question: String,
    /// What is counted.
    pub measure: String,
    /// Event, period, stock or rate.
    pub scope: Option<String>,
    /// The subject class compared.
    pub subject: Option<String>,
    /// Place ids, jointly the place of the question.
    pub place_ids: Vec<String>,
    /// First day, `YYYY-MM-DD`.
    pub date_from: Option<String>,
    /// Last day, inclusive.
    pub date_to: Option<String>,
    /// Unit of the values; the one most accounts use.
    pub unit: String,
    /// Lower bound of the current accounts in `unit`; `None`: unbounded.
    pub low: Option<f64>,
    /// Upper bound of the current accounts in `unit`; `None`: unbounded.
    pub high: Option<f64>,
    /// How the accounts relate.
    pub relation: Relation,
    /// Why, in words and with the values.
    pub why: String,
    /// Who stands behind the accounts.
    pub support: Support,
    /// Widest ratio of two accounts; with an open end a lower bound.
    pub spread: Option<f64>,
    /// Number of accounts, superseded ones included.
    pub accounts: i32,
    /// Independent documents of known outlets.
    pub sources: i32,
    /// Independent documents of unknown outlets.
    pub sources_unknown: i32,
    /// Distinct claimants.
    pub claimants: i32,
    /// Documents with an account, sorted.
    pub doc_ids: Vec<String>,
    /// Questions that may be the same.
    pub related: Vec<String>,
}

impl FindingRow {
    /// Whether the accounts say the same only because they repeat one claimant.
    #[must_use]
    pub fn repeated_not_corroborated(&self) -> bool {
        self.relation == Relation::Agree && self.support == Support::OneClaimant
    }
}

/// One claimant's answer in one document, with the sentence it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountRow {
    /// The question it answers.
    pub question_id: String,
    /// The document.
    pub doc_id: String,
    /// The figure in the document.
    pub figure_id: i32,
    /// The sentence in the document.
    pub sentence_id: i32,
    /// The figure as written.
    pub text: String,
    /// The whole sentence as written.
    pub sentence: String,
    /// What is counted.
    pub measure: String,
    /// The counted noun phrase as written.
    pub subject: Option<String>,
    /// Lower bound in `unit`; `None`: unbounded.
    pub low: Option<f64>,
    /// Upper bound in `unit`; `None`: unbounded.
    pub high: Option<f64>,
    /// `eq`, `gt`, `ge`, `lt`, `le`, `approx` or `range`.
    pub comparator: String,
    /// Unit of the bounds.
    pub unit: String,
    /// Who says so.
    pub claimant_id: Option<String>,
    /// Who says so, as written.
    pub claimant: Option<String>,
    /// Who rejects it.
    pub denier_id: Option<String>,
    /// Canonical name of who rejects it.
    pub denied_by: Option<String>,
    /// `asserted`, `claimed`, `estimated` or `denied`.
    pub stance: String,
    /// Title of the document.
    pub title: Option<String>,
    /// Outlet of the document.
    pub source: Option<String>,
    /// Date of publication, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Whether the document is invented.
    pub synthetic: bool,
    /// False for a reprint, or where only another document's claim is repeated.
    pub independent: bool,
    /// Whether the same claimant said otherwise later.
    pub superseded: bool,
}

/// One actor or place, with its mentions by document.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixRow {
    /// Canonical id.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// Type of the actor, level of the place.
    pub kind: String,
    /// Mentions in all documents.
    pub mentions: i32,
    /// The documents that mention it, sorted by id.
    pub documents: Vec<MatrixCell>,
}

/// One actor or place in one document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MatrixCell {
    /// The document.
    pub doc_id: String,
    /// Mentions in it.
    pub mentions: i32,
    /// What happens to a place there: `struck`, `attacked-from`, `base`, `origin` or `refuge`, sorted; empty where it is only mentioned,
    /// and for actors.
    pub roles: BTreeSet<String>,
}

/// Which findings to show. Empty fields do not restrict.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Only this measure.
    pub measure: Option<String>,
    /// Only this place id, or places inside it.
    pub place: Option<String>,
    /// Only questions about this actor, or about its forces.
    pub actor: Option<String>,
    /// Only this relation.
    pub relation: Option<Relation>,
    /// Only questions with an account by this claimant.
    pub claimant: Option<String>,
}
