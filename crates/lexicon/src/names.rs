//! Parties, places, countries, nationality words and operations.

use crate::lexicon::RowId;
use crate::named;

named! {
    /// What kind of party an actor is.
    ActorType {
        /// A state and its government as a whole.
        State = "state",
        /// A ministry, parliament, court or agency.
        GovernmentBody = "government-body",
        /// Armed or police forces of a state.
        SecurityForce = "security-force",
        /// A non-state armed group.
        ArmedGroup = "armed-group",
        /// The UN, its agencies, alliances of states.
        Intergovernmental = "intergovernmental",
        /// A non-governmental organisation.
        Ngo = "ngo",
        /// A research institute or monitor.
        ThinkTank = "think-tank",
        /// An outlet or agency.
        Media = "media",
        /// One human being.
        Person = "person",
        /// Ethnic, religious, national groups.
        People = "people",
        /// Any other body: chambers of commerce, unions, companies, parties.
        OtherOrg = "other-org",
    }
}

impl ActorType {
    /// True for who tells of a conflict rather than takes part in it: outlets, charities, monitors, the UN.
    #[must_use]
    pub fn observes(self) -> bool {
        matches!(self, Self::Media) || self.counts_for_others()
    }

    /// True for who counts what happens to others: charities, monitors, the UN and its agencies.
    #[must_use]
    pub fn counts_for_others(self) -> bool {
        matches!(self, Self::Ngo | Self::ThinkTank | Self::Intergovernmental)
    }

    /// True for who can act by force or order it.
    #[must_use]
    pub fn acts(self) -> bool {
        !matches!(self, Self::Ngo | Self::ThinkTank | Self::Media | Self::Person | Self::People)
    }

    /// True for a body that publishes reports of its own.
    #[must_use]
    pub fn publishes(self) -> bool {
        self.counts_for_others() || matches!(self, Self::GovernmentBody | Self::OtherOrg)
    }
}

named! {
    /// How large a place is.
    Level {
        /// A country.
        Country = "country",
        /// A province, state or region of a country (ISO 3166-2).
        Admin1 = "admin1",
        /// A district, agency or tehsil.
        Admin2 = "admin2",
        /// A city, town or village.
        City = "city",
        /// A border, crossing, pass, river, camp.
        Feature = "feature",
        /// A named area that no administration draws.
        Region = "region",
    }
}

named! {
    /// How a nationality word is used.
    DemonymForm {
        /// `Afghan`: adjective, and often the noun for one person.
        Adjective = "adjective",
        /// `Afghans`: the noun for several.
        Plural = "plural",
        /// `Spaniard`: a noun for one person that is no adjective.
        Singular = "singular",
    }
}

/// A party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Canonical slug.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// What kind of party it is.
    pub kind: ActorType,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Id of the whole it belongs to.
    pub part_of: Option<String>,
    /// Id of the party of the conflict it counts with.
    pub side: Option<String>,
    /// What it is to its country: `military`, `police`, `ministry-of-defense`, `parliament`.
    pub role: Option<String>,
    /// The row it came from.
    pub row: RowId,
}

/// A place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// `AF`, `AF-NAN`, `AF-NAN/Jalalabad`, `feature:torkham`, `region:sahel`.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// How large it is.
    pub level: Level,
    /// ISO 3166-1 alpha-2 of the country it lies in.
    pub country: Option<String>,
    /// ISO 3166-2 of the province it lies in.
    pub admin1: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Inhabitants, where known: larger wins when nothing else decides.
    pub population: u32,
    /// Humanitarian place code.
    pub pcode: Option<String>,
    /// Where the place code comes from.
    pub pcode_source: Option<String>,
    /// The row it came from.
    pub row: RowId,
}

/// A country with the parties that speak for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// Actor id of the state.
    pub state: String,
    /// Actor id of its armed forces, where listed.
    pub military: Option<String>,
    /// Place id of the capital.
    pub capital: Option<String>,
    /// Actor ids that governed it, each with the first day (ISO date, may be empty) and the last.
    pub governments: Vec<(String, String, String)>,
}

/// A nationality word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demonym {
    /// As written.
    pub word: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// How it is used.
    pub form: DemonymForm,
    /// The row it came from.
    pub row: RowId,
}

/// A named military operation: no party and no place, but an anchor of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Canonical slug.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// ISO 3166-1 alpha-2 of the country that runs it.
    pub country: Option<String>,
    /// The row it came from.
    pub row: RowId,
}

/// What a name stands for: an index into the lexicon's table of that kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    /// Index into [`crate::Lexicon::actors`].
    Actor(u32),
    /// Index into [`crate::Lexicon::places`].
    Place(u32),
    /// Index into [`crate::Lexicon::demonyms`].
    Demonym(u32),
    /// Index into [`crate::Lexicon::operations`].
    Operation(u32),
}

/// One meaning of one spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameRow {
    /// The spelling.
    pub alias: String,
    /// What it stands for.
    pub name: Name,
    /// True when it stands for that only where the document names the country (or another name of
    /// the same thing) elsewhere.
    pub context: bool,
    /// True for the canonical name itself.
    pub canonical: bool,
    /// The row it came from.
    pub row: RowId,
}
