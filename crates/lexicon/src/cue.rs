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
    /// `range-open`: opens a range (`between`, `from`); value: the joining word it wants (`and`, `to`), or
    /// `range` when it wants `to` and cannot open a change (`ranging from`), `verb` when its first words
    /// are no part of the range besides (`ranged from`).
    RangeOpen = "range-open",
    /// `range-join`: joins the ends of a range (`to`, `and`, `or`).
    RangeJoin = "range-join",
    /// `number-article`: `a`, `an` before a scale, a fraction or, behind a comparator, a unit; value: 1.
    NumberArticle = "number-article",
    /// `number-vague`: several, a few before a scale; value: the least number meant.
    NumberVague = "number-vague",
    /// `number-and`: joins the smaller part of a number word (`two hundred and five`).
    NumberAnd = "number-and",
    /// `number-point`: before the decimals of a number word (`two point five`).
    NumberPoint = "number-point",
    /// `number-minus`: makes the number after it negative (`minus five`).
    NumberMinus = "number-minus",
    /// `unit-default`: a spelling of several units; value: the unit's id that is meant when nothing tells.
    UnitDefault = "unit-default",
    /// `unit-smaller`: a spelling that is a unit only behind a larger one (`5 ft 2 in`); value: the unit's id.
    UnitSmaller = "unit-smaller",
    /// `number-ratio`: between the ends of a ratio (`one in three`).
    NumberRatio = "number-ratio",
    /// `number-tail`: joined to number and unit by a hyphen, part of the quantity (`six-year-old`).
    NumberTail = "number-tail",
    /// `number-name`: a phrase that holds a number word and is no figure (`9/11`, `no one`); value: `phrasal` when
    /// it ends in what is no comparator there (`handed over`), unless a duration follows.
    NumberName = "number-name",
    /// `fraction-before`: `by` before a fraction without noun (`cut by half`).
    FractionBefore = "fraction-before",
    /// `fraction-after`: what may follow a share (`half of`, `a third were`).
    FractionAfter = "fraction-after",
    /// `ordinal-suffix`: letters glued to digits that make them an ordinal.
    OrdinalSuffix = "ordinal-suffix",
    /// `clock-mark`: after a number makes it a time of day (`a.m.`); value: `zone` for one that asks for digits (`GMT`).
    ClockMark = "clock-mark",
    /// `age-label`: before a number makes it an age; value: the unit's id.
    AgeLabel = "age-label",
    /// `number-label`: the number after it names something (`No.`, `Article`, `Scenario`); value: `name` when a name
    /// may stand between, `head` when the number may also stand before it (`the 205 Corps`).
    NumberLabel = "number-label",

    // Times.
    /// `month`: value: 1 to 12, then `weak` for a spelling that is also another word (`May`), `short` for
    /// an abbreviation, `other` (and 0) for a month of another calendar.
    Month = "month",
    /// `native-month`: a month as a language other than English writes it, read beside a day or year in texts of that language;
    /// value: 1 to 12 (0 for another calendar) and the languages, as in `3 fa+prs`.
    NativeMonth = "native-month",
    /// `weekday`: value: 1 (Monday) to 7, then `short` for an abbreviation.
    Weekday = "weekday",
    /// `season`: value: first and last month, `3-5`.
    Season = "season",
    /// `day-relative`: today, yesterday, tonight; value: days from the day of publication, or `then` and days from
    /// the day named before (`the next day`), with `closed` when nothing may follow.
    DayRelative = "day-relative",
    /// `time-unit`: day, week, month, year ...; value: the unit's id.
    TimeUnit = "time-unit",
    /// `time-relative`: last, past, this, next; value: `last`, `this`, `next`.
    TimeRelative = "time-relative",
    /// `time-part`: early, mid, late, end of; value: `early`, `mid`, `late`.
    TimePart = "time-part",
    /// `time-since`: opens a time without end (since, from ... on).
    TimeSince = "time-since",
    /// `baseline`: before the time that a change is measured from (`than`, `compared with`, `up from`).
    Baseline = "baseline",
    /// `time-until`: ends a time without beginning (until, till).
    TimeUntil = "time-until",
    /// `time-preposition`: on, in, during: stands before a time and is not part of it.
    TimePreposition = "time-preposition",

    /// `day-part`: morning, night: closes the name of a day.
    DayPart = "day-part",
    /// `time-ago`: after a duration makes it a time counted back from publication, or, with the value `then+` or
    /// `then-`, from the day named before (`later`, `earlier`).
    TimeAgo = "time-ago",
    /// `fiscal`: before a year or pair of years that begins on another day in each country.
    Fiscal = "fiscal",

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
    /// `change`: words of rise and fall, which make a percentage a change (rose, up, a drop of).
    Change = "change",
    /// `suffer-verb`: verbs whose subject is the party harmed (lost, suffered); value: `admitted` where that holds of
    /// a toll or of soldiers alone (admitted 18 dead).
    SufferVerb = "suffer-verb",
    /// `perform-verb`: verbs whose subject is who carries attacks out (launched, carried out).
    PerformVerb = "perform-verb",
    /// `belonging`: between people and the force they are of (of, from, loyal to).
    Belonging = "belonging",
    /// `weapon`: fire, bombs and machines that kill, after the name of whose they are (shelling, gunfire, jets).
    Weapon = "weapon",
    /// `total`: labels the sum of what stands beside it in a table or list; value: `total`, or `subtotal` for the
    /// sum of a part of it.
    Total = "total",
    /// `thing-noun`: what is destroyed, captured or sent, and never a person (tanks, posts, tents).
    ThingNoun = "thing-noun",

    // Claims.
    /// `say-verb`: reporting verb; value: the stance it gives (`claimed`, `estimated`), `told` when a hearer
    /// follows, `named` when only a name for something follows (called).
    SayVerb = "say-verb",
    /// `count-verb`: verbs by which a source gives a number (counted, documented); value: the stance, `at`
    /// when "at" stands before the number (put, placed), or `published` when a noun of claiming does (released).
    CountVerb = "count-verb",
    /// `claim-noun`: nouns for what a source says (claim, estimate, toll); value: the stance, or
    /// `document` for what is published on its own (report, study).
    ClaimNoun = "claim-noun",
    /// `deny-verb`: denied, rejected, disputed.
    DenyVerb = "deny-verb",
    /// `according-to`: the source follows; value: the stance, `per` for a preposition that needs a definite
    /// source, or `cited` for the source of another speaker (citing).
    AccordingTo = "according-to",
    /// `hearsay`: a source that names nobody (reportedly); value: the stance, or `attribute` for an adjective that
    /// doubts the noun behind it, not its number (alleged).
    Hearsay = "hearsay",
    /// `source-noun`: nouns that speak; value: the id of the generic source (`residents`), or empty (spokesman).
    SourceNoun = "source-noun",
    /// `official-source`: nouns that speak for a state (local officials); value: `state` or `military`, for
    /// whoever governs or guards the country at hand.
    OfficialSource = "official-source",
    /// `verification`: value: `verified`, `not-verified`, `disputed`.
    Verification = "verification",
    /// `negation`: no, not, never; value: `no` before a noun, `nobody` for a pronoun, else empty.
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
    /// `relation-noun`: what holds between parties (talks, war, ties): the names it governs are parties.
    RelationNoun = "relation-noun",
    /// `party-preposition`: by, against, talks with: what follows is a party; value: `strong`, `weak` or empty.
    PartyPreposition = "party-preposition",
    /// `party-participle`: backed, led, linked after a hyphen: the name before it is a party.
    PartyParticiple = "party-participle",
    /// `people-adjective`: adjective of a people or creed without a state of its own (Kurdish, Shi'ite); value: empty.
    PeopleAdjective = "people-adjective",
    /// `treaty-noun`: what is signed in a city and bears its name (agreement, accords).
    TreatyNoun = "treaty-noun",
    /// `affairs-noun`: a state of affairs that a country is in and does not do (civil war, economy).
    AffairsNoun = "affairs-noun",
    /// `list-rest`: closes a list without naming its members (other, others, elsewhere).
    ListRest = "list-rest",
    /// `portfolio`: what a ministry or minister is for (defence, foreign affairs); value: its part of the id.
    Portfolio = "portfolio",
    /// `person-role`: role noun beside a person's name (spokesman, trader); weaker than a title.
    PersonRole = "person-role",
    /// `name-particle`: small words inside names of persons (bin, al, van).
    NameParticle = "name-particle",
    /// `given-name`: a first name of persons that is no common word beside.
    GivenName = "given-name",

    // Places.
    /// `place-head`: province, district, valley; value: a level.
    PlaceHead = "place-head",
    /// `place-preposition`: in, near, across: what follows is a location.
    PlacePreposition = "place-preposition",
    /// `geography-noun`: border, soil, mountains after a possessive or name: the name is a location; value: `capital`
    /// for its seat of government.
    GeographyNoun = "geography-noun",
    /// `place-role`: the role it gives the place (`struck`, `attacked-from`, `base`, `origin`, `refuge`).
    PlaceRole = "place-role",
    /// `movement`: which end of a way the place behind it is; value: `from`, `to`, `via`, or `arrival` for words
    /// that make the place of `in X` one (arrived, shelter).
    Movement = "movement",
    /// `war-noun`: a war as a whole, which is not fought in one town alone (war, insurgency).
    WarNoun = "war-noun",
    /// `speech-occasion`: what people come to in order to speak and listen (news conference, briefing).
    SpeechOccasion = "speech-occasion",
    /// `no-place`: capitalised words that a preposition of place precedes without making them one (Arabic, Telegram).
    NoPlace = "no-place",
    /// `direction`: north, southern, upper.
    Direction = "direction",

    // Grammar shared by all.
    /// `pronoun`: he, it, they, his, them; value: `person`, `thing`, `plural`, `speaker` (I, we), `object`,
    /// `possessive`, `expletive` (there).
    Pronoun = "pronoun",
    /// `article`: the, a, an; value: `demonstrative` for this, those.
    Article = "article",
    /// `preposition`: of, from, by, with.
    Preposition = "preposition",
    /// `conjunction`: and, but, while; value: `coordinating` or `clause` (it opens a clause).
    Conjunction = "conjunction",
    /// `auxiliary`: was, has, would; value: `be`, `have`, `negated` (wasn't) or empty.
    Auxiliary = "auxiliary",
    /// `singular-verb`: a verb whose subject is one (was, is, has).
    SingularVerb = "singular-verb",
    /// `relative`: that, which, who: opens a clause that hangs on a noun or verb; value: `person` for who.
    Relative = "relative",
    /// `adverb`: small words between a subject and its verb (also, later, now).
    Adverb = "adverb",
    /// `including`: introduces parts of a total.
    Including = "including",
}

/// A set of cue classes, tested at once by [`crate::Scan::has_any`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CueSet(pub(crate) u128);

impl CueSet {
    /// The set of those classes.
    #[must_use]
    pub const fn of(classes: &[CueClass]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < classes.len() {
            bits |= 1 << classes[at] as u32;
            at += 1;
        }
        Self(bits)
    }
}

impl CueClass {
    /// The class a data file names, `None` for an unknown name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.name() == name)
    }
}

/// A cue row: a phrase with what it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// As the data file writes it.
    pub phrase: String,
    /// What it does.
    pub class: CueClass,
    /// What the class needs to know; empty when it needs nothing.
    pub value: String,
    /// The number that `value` writes, as decimals (`12`, `0.5`) or as a fraction (`2/3`).
    pub number: Option<f64>,
    /// The row it came from.
    pub row: RowId,
}

impl Cue {
    /// The phrase of a row of cue words, from its entry (`pack:class/phrase`); `None` for other rows.
    #[must_use]
    pub fn phrase_of(entry: &str) -> Option<&str> {
        let (_, id) = entry.split_once(':')?;
        let (class, phrase) = id.split_once('/')?;
        CueClass::from_name(class).map(|_| phrase)
    }
}

/// The number that the value of a cue writes.
pub(crate) fn number_of(value: &str) -> Option<f64> {
    match value.split_once('/') {
        Some((part, whole)) => Some(part.parse::<f64>().ok()? / whole.parse::<f64>().ok()?),
        None => value.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cue_word_is_known_by_its_entry() {
        assert_eq!(Cue::phrase_of("ours:measure-verb/laid to rest"), Some("laid to rest"));
        assert_eq!(Cue::phrase_of("core:number-name/9/11"), Some("9/11"));
        for other in ["core:AF-NAN/Jalalabad", "core:unit/km", "core:ttp", "ttp"] {
            assert_eq!(Cue::phrase_of(other), None, "{other}");
        }
    }
}
