//! What `extract` returns: plain data in the user's vocabulary, spans in bytes.

use std::borrow::Cow;

use crossread_lexicon::{ActorType, CueRows, Dimension, Level, RowId, named};
use crossread_text::{Sentence, Span, TokenRange};
use jiff::civil::Date;

use crate::figures::PlaceChoice;

/// Everything read from one document. Rows of each layer are in text order.
#[derive(Clone, Debug, Default)]
pub struct Extraction<'a> {
    /// Sentences, tiling the text's tokens.
    pub sentences: Vec<Sentence>,
    /// Parties.
    pub actors: Vec<ActorMention<'a>>,
    /// Locations.
    pub places: Vec<PlaceMention<'a>>,
    /// Explicit time expressions.
    pub times: Vec<TimeMention<'a>>,
    /// Quantities with who claims them; the index is the `figure_id`.
    pub figures: Vec<Figure<'a>>,
    /// Cue words that stand in the text.
    pub cues: CueRows,
}

/// Why a row is there: its rule, the lexicon row it used, and what else would have fitted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence<'a> {
    /// Id of the rule that decided, one of [`crate::all_rules`].
    pub rule: &'static str,
    /// The lexicon row it used.
    pub entry: Option<RowId>,
    /// Other ids that fit as well, in order of preference.
    pub alternatives: Vec<Cow<'a, str>>,
    /// What a reader should know about the decision.
    pub note: Option<Cow<'static, str>>,
}

impl Evidence<'_> {
    /// Evidence of a rule alone.
    #[must_use]
    pub fn of(rule: &'static str) -> Self {
        Self { rule, ..Self::default() }
    }
}

named! {
    /// How a mention names a party.
    ActorForm {
        /// By name.
        Name = "name",
        /// By the seat or country that stands for a government.
        Metonym = "metonym",
        /// By nationality and role.
        Descriptor = "descriptor",
        /// A person by name.
        Person = "person",
    }
}

named! {
    /// What the words around a place say about it.
    Role {
        /// Hit by an attack.
        Struck = "struck",
        /// An attack came from there.
        AttackedFrom = "attacked-from",
        /// A party operates from there.
        Base = "base",
        /// People came from there.
        Origin = "origin",
        /// People fled or returned there.
        Refuge = "refuge",
        /// Named, no more.
        Mentioned = "mentioned",
    }
}

named! {
    /// How finely a time is told.
    Granularity {
        /// One day.
        Day = "day",
        /// A week.
        Week = "week",
        /// A month or a part of one.
        Month = "month",
        /// A quarter.
        Quarter = "quarter",
        /// A year.
        Year = "year",
        /// From one time to another.
        Range = "range",
        /// No dates could be told.
        Unresolved = "unresolved",
    }
}

named! {
    /// How a number is bounded.
    Comparator {
        /// Exactly.
        Eq = "eq",
        /// More than.
        Gt = "gt",
        /// At least.
        Ge = "ge",
        /// Less than.
        Lt = "lt",
        /// At most.
        Le = "le",
        /// About.
        Approx = "approx",
        /// Between two numbers.
        Range = "range",
    }
}

named! {
    /// What is counted or measured.
    Measure {
        /// People killed.
        Killed = "killed",
        /// People injured.
        Injured = "injured",
        /// Dead and injured together.
        Casualties = "casualties",
        /// People held.
        Detained = "detained",
        /// People who left their homes, returned or were deported.
        Displaced = "displaced",
        /// People missing.
        Missing = "missing",
        /// Fighters present.
        Strength = "strength",
        /// Attacks, incidents.
        Attacks = "attacks",
        /// Air and drone strikes.
        Strikes = "strikes",
        /// Things destroyed.
        Destroyed = "destroyed",
        /// A length or distance.
        Length = "length",
        /// An area.
        Area = "area",
        /// An amount of money.
        Money = "money",
        /// A rise or fall in percent.
        PercentChange = "percent-change",
        /// A share in percent.
        PercentShare = "percent-share",
        /// A duration.
        Duration = "duration",
        /// People living somewhere.
        Population = "population",
        /// Anything else.
        Other = "other",
    }
}

impl Measure {
    /// True for what befalls those counted: death, injury, capture, flight, destruction.
    pub(crate) fn befalls(self) -> bool {
        matches!(
            self,
            Self::Killed
                | Self::Injured
                | Self::Casualties
                | Self::Detained
                | Self::Displaced
                | Self::Missing
                | Self::Destroyed
        )
    }
}

named! {
    /// What stretch of events a number covers.
    Scope {
        /// One event.
        Event = "event",
        /// All events of a period.
        Period = "period",
        /// What exists at a time.
        Stock = "stock",
        /// A change or a quantity per unit of time.
        Rate = "rate",
    }
}

named! {
    /// Who the counted people are, in the claimant's words.
    SubjectClass {
        /// Civilians.
        Civilian = "civilian",
        /// Members of non-state armed groups.
        Combatant = "combatant",
        /// Soldiers and police.
        SecurityForce = "security-force",
        /// Several classes in one number.
        Mixed = "mixed",
    }
}

named! {
    /// How the text stands to a number.
    Stance {
        /// In the author's own voice.
        Asserted = "asserted",
        /// Somebody says so.
        Claimed = "claimed",
        /// Somebody estimates it.
        Estimated = "estimated",
        /// It is told as denied.
        Denied = "denied",
    }
}

named! {
    /// Whether the text says that the number was checked.
    Verification {
        /// Checked and found right.
        Verified = "verified",
        /// Could not be checked.
        NotVerified = "not-verified",
        /// Contested.
        Disputed = "disputed",
    }
}

named! {
    /// Whether the thing counted happened.
    Modality {
        /// It is told as a fact.
        Actual = "actual",
        /// It would happen if.
        Conditional = "conditional",
        /// It is expected.
        Forecast = "forecast",
    }
}

named! {
    /// Where a figure's place or time was found.
    Basis {
        /// In its clause.
        Clause = "clause",
        /// In its sentence.
        Sentence = "sentence",
        /// In the heading above.
        Heading = "heading",
        /// In the dateline.
        Dateline = "dateline",
        /// In the header or first cell of its table.
        Table = "table",
        /// In the opening sentences.
        Lead = "lead",
    }
}

/// A mention of a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorMention<'a> {
    /// Index of its sentence.
    pub sentence: u32,
    /// Its bytes.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// Canonical slug.
    pub id: Cow<'a, str>,
    /// Canonical name.
    pub name: Cow<'a, str>,
    /// What kind of party.
    pub kind: ActorType,
    /// ISO 3166-1 alpha-2.
    pub country: Option<Cow<'a, str>>,
    /// How it is named.
    pub form: ActorForm,
    /// Id of the whole it belongs to.
    pub part_of: Option<Cow<'a, str>>,
    /// Id of the party of the conflict it counts with.
    pub side: Option<Cow<'a, str>>,
    /// False: not in a lexicon, found from its form.
    pub known: bool,
    /// Why.
    pub evidence: Evidence<'a>,
}

/// A mention of a location.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention<'a> {
    /// Index of its sentence.
    pub sentence: u32,
    /// Its bytes.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// Place id of the contract.
    pub id: Cow<'a, str>,
    /// Canonical name.
    pub name: Cow<'a, str>,
    /// How large.
    pub level: Level,
    /// ISO 3166-1 alpha-2.
    pub country: Option<Cow<'a, str>>,
    /// ISO 3166-2.
    pub admin1: Option<Cow<'a, str>>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Humanitarian place code.
    pub pcode: Option<Cow<'a, str>>,
    /// Where the code comes from.
    pub pcode_source: Option<Cow<'a, str>>,
    /// What the clause says about it; `None` when unclear.
    pub role: Option<Role>,
    /// Why.
    pub evidence: Evidence<'a>,
}

/// An explicit time expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeMention<'a> {
    /// Index of its sentence.
    pub sentence: u32,
    /// Its bytes.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// First day, `None` when unbounded or unresolved.
    pub from: Option<Date>,
    /// Last day, inclusive.
    pub to: Option<Date>,
    /// True for "since October": no last day.
    pub open: bool,
    /// How finely it is told.
    pub granularity: Granularity,
    /// Why.
    pub evidence: Evidence<'a>,
}

/// A number with its modifiers and unit, before its meaning is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity<'a> {
    /// Index of its sentence.
    pub sentence: u32,
    /// Number with modifiers and unit: "more than 100", "2,600-kilometer".
    pub span: Span,
    /// The tokens of `span`.
    pub tokens: TokenRange,
    /// The tokens of the number words alone.
    pub number: TokenRange,
    /// Lower bound, `None` when unbounded.
    pub low: Option<f64>,
    /// Upper bound, `None` when unbounded.
    pub high: Option<f64>,
    /// How it is bounded.
    pub comparator: Comparator,
    /// Entry of the vague-quantity table.
    pub vague: Option<RowId>,
    /// Id of the unit that the text writes (`km`, `percent`, `USD`, `day`); `None` for a bare count.
    pub unit: Option<&'a str>,
    /// What the unit measures; [`Dimension::Count`] for a bare count.
    pub dimension: Dimension,
    /// Lower bound in the SI unit, `None` for money, month, year, decade and unbounded ends.
    pub low_si: Option<f64>,
    /// Upper bound in the SI unit.
    pub high_si: Option<f64>,
    /// Why.
    pub evidence: Evidence<'a>,
}

/// Who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimant<'a> {
    /// Actor id.
    pub id: Cow<'a, str>,
    /// As written.
    pub text: Cow<'a, str>,
}

/// A quantity with its meaning, claimant, place and time.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure<'a> {
    /// Index of its sentence.
    pub sentence: u32,
    /// Number with modifiers and unit; for implied counts the noun phrase.
    pub span: Span,
    /// The tokens of `span`.
    pub tokens: TokenRange,
    /// Lower bound, `None` when unbounded.
    pub low: Option<f64>,
    /// Upper bound, `None` when unbounded.
    pub high: Option<f64>,
    /// How it is bounded.
    pub comparator: Comparator,
    /// Entry of the vague-quantity table.
    pub vague: Option<RowId>,
    /// Unit id of the closed list.
    pub unit: &'a str,
    /// What the unit measures.
    pub dimension: Dimension,
    /// Lower bound in the SI unit.
    pub low_si: Option<f64>,
    /// Upper bound in the SI unit.
    pub high_si: Option<f64>,
    /// What is counted.
    pub measure: Measure,
    /// What stretch of events it covers.
    pub scope: Option<Scope>,
    /// The counted noun phrase as written.
    pub subject: Option<Cow<'a, str>>,
    /// Who the counted people are.
    pub subject_class: Option<SubjectClass>,
    /// Id of the party counted or harmed.
    pub subject_actor: Option<Cow<'a, str>>,
    /// Id of the party said to have done it.
    pub agent_actor: Option<Cow<'a, str>>,
    /// Who says so; `None` for the author's own voice.
    pub claimant: Option<Claimant<'a>>,
    /// How the text stands to it.
    pub stance: Stance,
    /// Id of who rejects it.
    pub denier: Option<Cow<'a, str>>,
    /// Whether it was checked.
    pub verification: Option<Verification>,
    /// When it was said.
    pub claimed_on: Option<Date>,
    /// Whether it happened.
    pub modality: Modality,
    /// Place ids, jointly the place of this one number.
    pub places: Vec<Cow<'a, str>>,
    /// Place ids that a movement goes to.
    pub destinations: Vec<Cow<'a, str>>,
    /// Where the places were found.
    pub place_basis: Option<Basis>,
    /// What spoke for the places and for the next best; `None` where nothing had to be weighed.
    pub place_choice: Option<PlaceChoice<'a>>,
    /// First day.
    pub from: Option<Date>,
    /// Last day, inclusive.
    pub to: Option<Date>,
    /// Where the time was found.
    pub time_basis: Option<Basis>,
    /// Index of the total that this is a part of.
    pub part_of: Option<u32>,
    /// True for a count that no number word states.
    pub implied: bool,
    /// Why.
    pub evidence: Evidence<'a>,
}
