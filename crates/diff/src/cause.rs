//! Why something changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crossread_lexicon::Cue;
use crossread_tables::{RunDir, TablesError, table};
use serde::Serialize;

/// What became of a document, a lexicon row or a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// Only the new run has it.
    Added,
    /// Only the old run has it.
    Removed,
    /// Both have it, and it is not the same.
    Edited,
    /// Of a document: its text is the same, its metadata are not.
    Metadata,
}

impl Fate {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Edited => "edited",
            Self::Metadata => "metadata",
        }
    }
}

/// Why a row changed. `docs/diff.md` tells the order in which causes are sought.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "cause", rename_all = "kebab-case")]
pub enum Cause {
    /// The input.
    Document {
        /// What became of it.
        fate: Fate,
    },
    /// A row of the lexicon.
    Lexicon {
        /// `pack:row-id`; the pack is the one whose row or spellings changed.
        entry: String,
        /// What became of it.
        fate: Fate,
    },
    /// The table that turns words like "dozens" into numbers.
    Vague {
        /// Its name in the old run.
        old: String,
        /// Its name in the new run.
        new: String,
    },
    /// A pack, in a row that no table names.
    Pack {
        /// Its name.
        name: String,
        /// What became of it.
        fate: Fate,
    },
    /// The program's version.
    Version {
        /// That of the old run.
        old: String,
        /// That of the new run.
        new: String,
        /// The rule that made the row.
        rule: Option<String>,
    },
    /// The code: another build of the same version.
    Build {
        /// Fingerprint of the old run's code.
        old: String,
        /// Fingerprint of the new run's code.
        new: String,
        /// The rule that made the row.
        rule: Option<String>,
    },
    /// The code of a rule: nothing recorded differs.
    Rule {
        /// The rule of the old row.
        old: Option<String>,
        /// The rule of the new row.
        new: Option<String>,
    },
    /// Changes elsewhere: of other documents that the row depends on.
    Elsewhere,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document { fate: Fate::Metadata } => f.write_str("document: metadata edited"),
            Self::Document { fate } => write!(f, "document {}", fate.name()),
            Self::Lexicon { entry, fate } => write!(f, "lexicon row {entry} {}", fate.name()),
            Self::Vague { old, new } => write!(f, "vague table {old} → {new}"),
            Self::Pack { name, fate } => write!(f, "pack {name} {}", fate.name()),
            Self::Version { old, new, rule: None } => write!(f, "version {old} → {new}"),
            Self::Version { old, new, rule: Some(rule) } => write!(f, "version {old} → {new}, rule {rule}"),
            Self::Build { old, new, rule } => {
                write!(f, "code {} → {}", short(old), short(new))?;
                rule.iter().try_for_each(|rule| write!(f, ", rule {rule}"))
            }
            Self::Rule { old: Some(old), new: Some(new) } if old != new => write!(f, "rule {old} → {new}"),
            Self::Rule { old: None, new: None } => f.write_str("the program's code"),
            Self::Rule { old, new } => write!(f, "rule {}", new.as_ref().or(old.as_ref()).map_or("", String::as_str)),
            Self::Elsewhere => f.write_str("changes elsewhere"),
        }
    }
}

/// Digits of a fingerprint that people are shown.
pub(crate) fn short(fingerprint: &str) -> &str {
    fingerprint.get(..8).unwrap_or(fingerprint)
}

impl Cause {
    /// True for what became of that row of the lexicon.
    pub(crate) fn is_entry(&self, wanted: &str) -> bool {
        matches!(self, Self::Lexicon { entry, .. } if entry == wanted)
    }
}

/// What the two runs record about themselves.
#[derive(Debug, Default)]
pub(crate) struct Recorded {
    /// Lexicon rows that changed, by the id without the pack: a pack may give spellings to a row of another.
    entries: BTreeMap<String, Vec<Cause>>,
    packs: Vec<Cause>,
    vague: Option<Cause>,
    version: Option<(String, String)>,
    build: Option<(String, String)>,
}

impl Recorded {
    pub(crate) fn of(old: &RunDir, new: &RunDir) -> Result<Self, TablesError> {
        let (before, after) = (old.run(), new.run());
        let differ = |old: &String, new: &String| (old != new).then(|| (old.clone(), new.clone()));
        let vague = differ(&before.vague_table, &after.vague_table).map(|(old, new)| Cause::Vague { old, new });
        let fingerprints = |run: &RunDir| -> BTreeMap<String, String> {
            run.run().packs.iter().map(|pack| (pack.name.clone(), pack.fingerprint.clone())).collect()
        };
        let packs: Vec<Cause> = fates(&fingerprints(old), &fingerprints(new))
            .map(|(name, fate)| Cause::Pack { name: name.to_owned(), fate })
            .collect();
        let entries = entries(&hashes(old)?, &hashes(new)?, &packs);
        let version = differ(&before.program_version, &after.program_version);
        // Of two versions the code differs anyway; of runs that did not record it nothing is known.
        let known = version.is_none() && !before.build.is_empty() && !after.build.is_empty();
        let build = differ(&before.build, &after.build).filter(|_| known);
        Ok(Self { entries, packs, vague, version, build })
    }

    /// What became of a lexicon row, and of the spellings that packs give it.
    pub(crate) fn entry(&self, entry: &str) -> &[Cause] {
        self.row(entry.split_once(':').map_or(entry, |(_, id)| id))
    }

    /// What became of the lexicon row of that id, whatever its pack.
    pub(crate) fn row(&self, id: &str) -> &[Cause] {
        self.entries.get(id).map_or(&[], Vec::as_slice)
    }

    /// Rows of cue words that changed.
    pub(crate) fn cues(&self) -> impl Iterator<Item = (&str, &Cause)> {
        self.entries.values().flatten().filter_map(|cause| match cause {
            Cause::Lexicon { entry, .. } => Some((Cue::phrase_of(entry)?, cause)),
            _ => None,
        })
    }

    pub(crate) fn vague(&self) -> Option<&Cause> {
        self.vague.as_ref()
    }

    /// The cause of what no row of the tables explains, of rows that these rules made.
    pub(crate) fn rest(&self, old: Option<&str>, new: Option<&str>) -> Vec<Cause> {
        let owned = |rule: Option<&str>| rule.map(str::to_owned);
        let mut causes = self.packs.clone();
        causes.extend(self.version.clone().map(|(before, after)| Cause::Version {
            old: before,
            new: after,
            rule: owned(new.or(old)),
        }));
        causes.extend(self.build.clone().map(|(before, after)| Cause::Build {
            old: before,
            new: after,
            rule: owned(new.or(old)),
        }));
        if causes.is_empty() {
            causes.push(Cause::Rule { old: owned(old), new: owned(new) });
        }
        causes
    }
}

/// Keys whose values differ, and how.
fn fates<'m>(
    old: &'m BTreeMap<String, String>,
    new: &'m BTreeMap<String, String>,
) -> impl Iterator<Item = (&'m str, Fate)> {
    let names: BTreeSet<&'m str> = old.keys().chain(new.keys()).map(String::as_str).collect();
    names.into_iter().filter_map(|name| match (old.get(name), new.get(name)) {
        (None, _) => Some((name, Fate::Added)),
        (_, None) => Some((name, Fate::Removed)),
        (old, new) => (old != new).then_some((name, Fate::Edited)),
    })
}

fn hashes(run: &RunDir) -> Result<BTreeMap<String, String>, TablesError> {
    let mut hashes = BTreeMap::new();
    if let Some(lexicon) = table("lexicon").filter(|table| run.holds(table)) {
        run.for_each(lexicon, |row| {
            if let (Some(entry), Some(hash)) = (row.str("entry"), row.str("hash")) {
                hashes.insert(entry.to_owned(), hash.to_owned());
            }
        })?;
    }
    Ok(hashes)
}

/// Lexicon rows that changed. A row that fired in one run alone was added or removed only if its pack changed: otherwise it
/// was there before, and nothing made it fire. A row whose own pack is the same changed through a row that another pack lays
/// over it, which is the one to name.
fn entries(
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
    packs: &[Cause],
) -> BTreeMap<String, Vec<Cause>> {
    let changed = |pack: &str| packs.iter().any(|cause| matches!(cause, Cause::Pack { name, .. } if name == pack));
    let mut causes: BTreeMap<String, Vec<Cause>> = BTreeMap::new();
    for (entry, fate) in fates(old, new) {
        let Some((pack, id)) = entry.split_once(':') else { continue };
        if fate == Fate::Edited || changed(pack) {
            causes.entry(id.to_owned()).or_default().push(Cause::Lexicon { entry: entry.to_owned(), fate });
        }
    }
    for causes in causes.values_mut() {
        let own = |cause: &Cause| matches!(cause, Cause::Lexicon { entry, .. } if entry.split_once(':').is_some_and(|(pack, _)| changed(pack)));
        if causes.iter().any(own) {
            causes.retain(own);
        }
    }
    causes
}

/// Causes, each once, and sets of them, named by numbers.
#[derive(Debug, Default)]
pub(crate) struct Causes {
    list: Vec<Cause>,
    numbers: BTreeMap<Cause, u32>,
    sets: Vec<Vec<u32>>,
    set_numbers: BTreeMap<Vec<u32>, u32>,
}

impl Causes {
    pub(crate) fn number(&mut self, cause: &Cause) -> u32 {
        if let Some(&number) = self.numbers.get(cause) {
            return number;
        }
        let number = small(self.list.len());
        self.list.push(cause.clone());
        self.numbers.insert(cause.clone(), number);
        number
    }

    pub(crate) fn set(&mut self, causes: impl IntoIterator<Item = u32>) -> u32 {
        let set: Vec<u32> = causes.into_iter().collect::<BTreeSet<u32>>().into_iter().collect();
        if let Some(&number) = self.set_numbers.get(&set) {
            return number;
        }
        let number = small(self.sets.len());
        self.sets.push(set.clone());
        self.set_numbers.insert(set, number);
        number
    }

    pub(crate) fn members(&self, set: u32) -> &[u32] {
        self.sets.get(set as usize).map_or(&[], Vec::as_slice)
    }

    /// The causes of a set, sorted.
    pub(crate) fn get(&self, set: u32) -> Vec<&Cause> {
        let mut causes: Vec<&Cause> = self.members(set).iter().map(|&number| &self.list[number as usize]).collect();
        causes.sort();
        causes
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
