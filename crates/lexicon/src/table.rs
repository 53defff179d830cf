//! The tables of a pack: their names, columns and keys.

macro_rules! tables {
    ($($(#[$doc:meta])* $variant:ident = $name:literal { $($column:literal),* } needs { $($needed:literal),* } key { $($key:literal),* })*) => {
        /// A kind of rows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Table { $($(#[$doc])* $variant,)* }

        impl Table {
            /// Every table, in declaration order.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// Number of tables.
            pub(crate) const COUNT: usize = Self::ALL.len();

            /// The stem of the table's CSV file and the key of its TOML tables.
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Every column, in the order in which rows are kept and files are written.
            pub(crate) fn columns(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($column),*],)* }
            }

            /// The columns that no row leaves empty.
            pub(crate) fn needed(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($needed),*],)* }
            }

            /// The columns that together name a row: no two rows of a pack agree in all of them.
            pub(crate) fn key(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($key),*],)* }
            }
        }
    };
}

tables! {
    /// Parties.
    Actors = "actors" { "id", "name", "type", "country", "part_of", "side", "role", "source", "note" }
        needs { "id", "name", "type" } key { "id" }
    /// Spellings of parties.
    ActorAliases = "actor_aliases" { "alias", "actor", "case", "context", "note" }
        needs { "alias", "actor" } key { "alias", "actor" }
    /// Places.
    Places = "places" { "id", "name", "level", "country", "admin1", "lat", "lon", "population", "pcode", "pcode_source", "source", "note" }
        needs { "id", "name", "level" } key { "id", "level" }
    /// Spellings of places.
    PlaceAliases = "place_aliases" { "alias", "place", "level", "case", "context", "note" }
        needs { "alias", "place", "level" } key { "alias", "place", "level" }
    /// Countries: the parties that stand for them.
    Countries = "countries" { "code", "state", "military", "capital", "note" }
        needs { "code", "state" } key { "code" }
    /// Who governed when, where it was not the state of the table above.
    Governments = "governments" { "country", "actor", "from", "to", "note" }
        needs { "country", "actor" } key { "country", "actor", "from" }
    /// Nationality words.
    Demonyms = "demonyms" { "word", "country", "form", "note" }
        needs { "word", "country", "form" } key { "word", "country", "form" }
    /// Named operations.
    Operations = "operations" { "id", "name", "country", "aliases", "source", "note" }
        needs { "id", "name" } key { "id" }
    /// Units.
    Units = "units" { "id", "dimension", "si_factor", "note" }
        needs { "id", "dimension" } key { "id" }
    /// Spellings of units.
    UnitAliases = "unit_aliases" { "alias", "unit", "factor", "position", "case", "note" }
        needs { "alias", "unit", "position" } key { "alias", "unit" }
    /// Vague quantities.
    Vague = "vague" { "table", "phrase", "low", "high", "note" }
        needs { "table", "phrase" } key { "table", "phrase" }
    /// Cue words.
    Cues = "cues" { "phrase", "class", "value", "case", "note" }
        needs { "phrase", "class" } key { "phrase", "class", "case" }
    /// Spellings that no row may enter without asking for context.
    Refusals = "refusals" { "text", "reason" }
        needs { "text", "reason" } key { "text" }
}

impl Table {
    /// The table of a file: its stem, or `cues` for every file of a folder of that name.
    pub(crate) fn of_file(name: &str) -> Option<Self> {
        let path = name.strip_suffix(".csv").unwrap_or(name);
        let mut parts = path.rsplit(['/', '\\']);
        let stem = parts.next().unwrap_or(path);
        if parts.next() == Some("cues") { Some(Self::Cues) } else { Self::from_name(stem) }
    }

    /// The table of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|table| table.name() == name)
    }

    /// Position of a column, counted from 0.
    pub(crate) fn column(self, name: &str) -> Option<usize> {
        self.columns().iter().position(|column| *column == name)
    }
}
