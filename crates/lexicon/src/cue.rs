//! Cue words: words that carry grammar.

use crate::lexicon::RowId;

macro_rules! cue_classes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a cue word does. The name in brackets is the `class` column of `data/cues/*.csv`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum CueClass { $($(#[$doc])* $variant,)* }

        impl CueClass {
            /// Every class, in declaration order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The class as data files write it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

cue_classes! {
    // Numbers and quantities.
    /// `number-unit`: one to nineteen; value: the number.
    NumberUnit = "number-unit",
    /// `number-tens`: twenty to ninety; value: the number.
    NumberTens = "number-tens",
    /// `number-scale`: hundred, thousand, lakh, million; value: the factor.
    NumberScale = "number-scale",
    /// `number-fraction`: half, a third, quarter; value: the fraction in percent.
    NumberFraction = "number-fraction",
    /// `number-suffix`: letters glued to digits that scale them (`m`, `bn`, `k`); value: the factor.
    NumberSuffix = "number-suffix",
    /// `ordinal`: first, second, 11th; never a figure; value: the rank.
    Ordinal = "ordinal",
    /// `comparator-before`: before the number; value: a comparator (`gt`, `ge`, `lt`, `le`, `approx`).
    ComparatorBefore = "comparator-before",
    /// `comparator-after`: after the number; value: a comparator.
    ComparatorAfter = "comparator-after",
    /// `range-open`: opens a range (`between`, `from`); value: the joining word it wants.
    RangeOpen = "range-open",
    /// `range-join`: joins the ends of a range (`to`, `and`, `or`).
    RangeJoin = "range-join",
    /// `number-label`: the number after it names something (`No.`, `Article`, `Scenario`).
    NumberLabel = "number-label",

    // Times.
    /// `month`: value: 1 to 12.
    Month = "month",
    /// `weekday`: value: 1 (Monday) to 7.
    Weekday = "weekday",
    /// `season`: value: first and last month, `3-5`.
    Season = "season",
    /// `day-relative`: today, yesterday, tonight; value: days from the day of publication.
    DayRelative = "day-relative",
    /// `time-unit`: day, week, month, year ...; value: the unit's id.
    TimeUnit = "time-unit",
    /// `time-relative`: last, past, this, next; value: `last`, `this`, `next`.
    TimeRelative = "time-relative",
    /// `time-part`: early, mid, late, end of; value: `early`, `mid`, `late`.
    TimePart = "time-part",
    /// `time-since`: opens a time without end (since, from ... on).
    TimeSince = "time-since",
    /// `time-until`: ends a time without beginning (until, till).
    TimeUntil = "time-until",
    /// `time-preposition`: on, in, during: stands before a time and is not part of it.
    TimePreposition = "time-preposition",

    // Measures and what is counted.
    /// `measure-verb`: a verb whose object or passive subject is counted; value: the measure.
    MeasureVerb = "measure-verb",
    /// `measure-intransitive`: a verb whose subject is counted (died, fled); value: the measure.
    MeasureIntransitive = "measure-intransitive",
    /// `measure-noun`: a noun that names the measure (deaths, casualties, toll); value: the measure.
    MeasureNoun = "measure-noun",
    /// `measure-adjective`: dead, wounded, missing after the number; value: the measure.
    MeasureAdjective = "measure-adjective",
    /// `person-noun`: what counts as persons; value: a subject class or empty.
    PersonNoun = "person-noun",
    /// `event-noun`: what counts as events (attacks, strikes); value: the measure.
    EventNoun = "event-noun",
    /// `family-noun`: what counts as families.
    FamilyNoun = "family-noun",
    /// `scope`: words that tell event, period, stock or rate; value: the scope.
    Scope = "scope",

    // Claims.
    /// `say-verb`: reporting verb; value: the stance it gives (`claimed`, `estimated`, `asserted`).
    SayVerb = "say-verb",
    /// `deny-verb`: denied, rejected, disputed.
    DenyVerb = "deny-verb",
    /// `according-to`: the source follows; value: the stance.
    AccordingTo = "according-to",
    /// `hearsay`: a source that names nobody (reportedly); value: the stance.
    Hearsay = "hearsay",
    /// `source-noun`: nouns that speak (officials, sources, residents); value: an actor id or empty.
    SourceNoun = "source-noun",
    /// `verification`: value: `verified`, `not-verified`, `disputed`.
    Verification = "verification",
    /// `negation`: no, not, never, without.
    Negation = "negation",
    /// `conditional`: would, could, if; value: `conditional` or `forecast`.
    Modality = "modality",

    // Parties.
    /// `person-title`: stands before a person's name (President, Gen, Mr); value: what it tells of them, or empty.
    PersonTitle = "person-title",
    /// `official-noun`: after a nationality makes a party of the state (officials, authorities); value: `state`, `security-force`, ...
    OfficialNoun = "official-noun",
    /// `force-noun`: army, military, forces, police after a nationality or possessive; value: a suffix of the actor id.
    ForceNoun = "force-noun",
    /// `institution-noun`: ministry, parliament, court ...; value: an actor type.
    InstitutionNoun = "institution-noun",
    /// `group-noun`: front, army, brigade as the head of an unlisted group's name; value: an actor type.
    GroupNoun = "group-noun",
    /// `people-noun`: nouns for groups of people that are no party (residents, villagers).
    PeopleNoun = "people-noun",
    /// `act-verb`: verbs whose subject is a party (warned, faces, launched).
    ActVerb = "act-verb",
    /// `party-noun`: nouns a party owns or does (decision, offensive, response) after a possessive.
    PartyNoun = "party-noun",

    // Places.
    /// `place-head`: province, district, valley; value: a level.
    PlaceHead = "place-head",
    /// `place-preposition`: in, near, across: what follows is a location.
    PlacePreposition = "place-preposition",
    /// `geography-noun`: border, soil, mountains after a possessive or name: the name is a location.
    GeographyNoun = "geography-noun",
    /// `place-role`: the role it gives the place (`struck`, `attacked-from`, `base`, `origin`, `refuge`).
    PlaceRole = "place-role",
    /// `direction`: north, southern, upper.
    Direction = "direction",

    // Grammar shared by all.
    /// `pronoun`: he, she, it, they; value: `person`, `thing`, `plural`.
    Pronoun = "pronoun",
    /// `article`: the, a, an.
    Article = "article",
    /// `preposition`: of, from, by, with.
    Preposition = "preposition",
    /// `conjunction`: and, but, while.
    Conjunction = "conjunction",
    /// `auxiliary`: was, were, has been.
    Auxiliary = "auxiliary",
    /// `including`: introduces parts of a total.
    Including = "including",
}

impl CueClass {
    /// The class a data file names, `None` for an unknown name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.name() == name)
    }
}

/// A cue row: a phrase with what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// As the data file writes it.
    pub phrase: String,
    /// What it does.
    pub class: CueClass,
    /// What the class needs to know; empty when it needs nothing.
    pub value: String,
    /// The row it came from.
    pub row: RowId,
}
