//! Who or what is counted, as a class that can be compared.

use crate::vocabulary::{Kind, is_cue, noun, singular, words};

/// A class of counted persons or things.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Group {
    /// Soldiers, police or fighters; whose, says the side.
    Forces,
    /// Civilians.
    Civilian,
    /// A group that is its own name: children, drivers, vehicles, posts, a border.
    Named(String),
    /// People of no stated class.
    People,
    /// Nothing is said of what is counted.
    Unstated,
}

/// Who or what a claim counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Subject {
    pub(crate) group: Group,
    /// Whose they are: a party that counts as one side.
    pub(crate) side: Option<String>,
    /// For forces of unknown side: `combatant` or `security-force`, in the claimant's words.
    pub(crate) class: Option<String>,
    /// For civilians: the trade or group in the report's words, where it is more than "civilians".
    pub(crate) detail: Option<String>,
    /// Whether few reports count this group, so that it is nearly a name.
    pub(crate) distinctive: bool,
    /// Whether the class is left to what was said before ("23 dead", "put it at 70").
    pub(crate) elliptic: bool,
}

/// How two subjects fit into one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// They differ.
    No,
    /// One leaves open both the class and the side that the other states.
    Loose,
    /// One leaves open what the other states.
    Open,
    /// They are the same.
    Same,
}

impl Subject {
    /// Reads the class from the extractor's columns and the counted noun phrase.
    pub(crate) fn read(phrase: Option<&str>, class: Option<&str>, side: Option<&str>, persons: bool) -> Self {
        let side = side.map(str::to_owned);
        let head = phrase.and_then(head_noun);
        let known = head.as_deref().and_then(noun);
        let elliptic = class.is_none() && known.map_or(head.is_none(), |row| row.kind == Kind::Empty);
        let plain = |group| Self { group, side: side.clone(), class: None, detail: None, distinctive: false, elliptic };
        let of_class = |class: &str| match class {
            "civilian" => Some(plain(Group::Civilian)),
            "forces" => Some(plain(Group::Forces)),
            "combatant" | "security-force" => Some(Self { class: Some(class.to_owned()), ..plain(Group::Forces) }),
            _ => None,
        };
        let named = |name: &str, distinctive| Self { distinctive, ..plain(Group::Named(name.to_owned())) };
        if !persons {
            return match (known, head) {
                (Some(row), _) if row.kind == Kind::Empty => plain(Group::Unstated),
                (Some(row), _) => named(row.group, !matches!(row.kind, Kind::Class | Kind::Military)),
                (None, Some(word)) => named(&word, true),
                (None, None) => plain(Group::Unstated),
            };
        }
        match (known, head) {
            (Some(row), _) if matches!(row.kind, Kind::Group | Kind::Named) => {
                named(row.group, row.kind == Kind::Named)
            }
            (Some(row), _) => {
                class.and_then(of_class).or_else(|| of_class(row.group)).unwrap_or_else(|| plain(Group::People))
            }
            // A capitalised noun is a people or a party, not a trade: "Afghans", "Rohingya".
            (None, Some(word)) if class.is_none() && !phrase.is_some_and(|p| capitalised(p, &word)) => {
                named(&word, true)
            }
            (None, head) => {
                let open = if head.is_some() || class.is_some() { Group::People } else { Group::Unstated };
                let read = class.and_then(of_class).unwrap_or_else(|| plain(open));
                // "Drivers" that are civilians: more than a class, less than a group of its own.
                let detail = head.filter(|_| read.group == Group::Civilian);
                Self { distinctive: detail.is_some(), detail, ..read }
            }
        }
    }

    /// How this subject fits another; the order does not matter.
    pub(crate) fn fit(&self, other: &Self) -> Fit {
        let sides = match (&self.side, &other.side) {
            (Some(a), Some(b)) if a == b => Fit::Same,
            (Some(_), Some(_)) => return Fit::No,
            (None, None) => Fit::Same,
            _ => Fit::Open,
        };
        match (&self.group, &other.group) {
            (Group::Forces, Group::Forces) => match (&self.class, &other.class) {
                _ if self.side.is_some() && other.side.is_some() => Fit::Same,
                (Some(a), Some(b)) if a == b => sides,
                (Some(_), Some(_)) => Fit::No,
                _ => Fit::Open,
            },
            // Whose civilians they are is rarely said, and the place tells it as well.
            (Group::Civilian, Group::Civilian) => match (&self.detail, &other.detail) {
                (Some(a), Some(b)) if a != b => Fit::No,
                (None, Some(_)) | (Some(_), None) => Fit::Open,
                _ => Fit::Same,
            },
            (a, b) if a == b => sides,
            (Group::Unstated, _) | (_, Group::Unstated) => Fit::Open,
            // "Patients" are some of the people, as children are.
            (Group::People, Group::Civilian) if other.detail.is_some() => Fit::No,
            (Group::Civilian, Group::People) if self.detail.is_some() => Fit::No,
            (Group::People, Group::Civilian | Group::Forces) | (Group::Civilian | Group::Forces, Group::People) => {
                if sides == Fit::Same {
                    Fit::Open
                } else {
                    Fit::Loose
                }
            }
            _ => Fit::No,
        }
    }

    /// Specific classes come first when questions are formed, so that open ones find them.
    pub(crate) fn openness(&self) -> u8 {
        match self.group {
            Group::Forces if self.side.is_none() => 1,
            Group::Forces | Group::Civilian | Group::Named(_) => 0,
            Group::People if self.side.is_some() => 2,
            Group::People => 3,
            Group::Unstated => 4,
        }
    }

    /// The part of the question's key.
    pub(crate) fn key(&self) -> String {
        let group = match &self.group {
            Group::Forces => "forces",
            Group::Civilian => self.detail.as_deref().unwrap_or("civilian"),
            Group::Named(name) => name,
            Group::People => "people",
            Group::Unstated => "",
        };
        let side = self.side.as_deref().or(self.class.as_deref());
        match (side, &self.group) {
            (Some(side), Group::Forces | Group::Named(_) | Group::People) => format!("{group}:{side}"),
            _ => group.to_owned(),
        }
    }
}

fn capitalised(phrase: &str, head: &str) -> bool {
    phrase
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .any(|word| word.starts_with(char::is_uppercase) && singular(&word.to_lowercase()) == head)
}

/// The noun that a phrase is about: the last word before the first preposition, singular; of "members of its forces"
/// the part after "of", because "members" says nothing.
fn head_noun(phrase: &str) -> Option<String> {
    let words = words(phrase);
    let end = words.iter().position(|word| is_cue("closes", word)).unwrap_or(words.len());
    let head = words[..end].last().map(|word| singular(word));
    if let Some(word) = &head
        && is_cue("hollow", word)
        && words.get(end).is_some_and(|word| word == "of")
    {
        let rest = words[end + 1..].join(" ");
        return head_noun(&rest).filter(|noun_| noun(noun_).is_some()).or(head);
    }
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(phrase: &str) -> Subject {
        Subject::read(Some(phrase), None, None, true)
    }

    #[track_caller]
    fn check(phrase: &str, key: &str) {
        assert_eq!(read(phrase).key(), key, "{phrase}");
    }

    #[test]
    fn the_head_noun_gives_the_class() {
        check("Pakistani soldiers", "forces:security-force");
        check("soldiers of the junta", "forces:security-force");
        check("dead civilians", "civilian");
        check("people", "people");
        check("children", "child");
        check("truck drivers", "driver");
        check("valiant sons of the soil", "people");
        check("members of the security police", "forces:security-force");
        check("residents of Goma", "civilian");
        check("members of its forces", "forces");
        check("Rohingya", "people");
    }

    #[test]
    fn things_take_their_group() {
        let thing = |phrase| Subject::read(Some(phrase), None, None, false).key();
        assert_eq!(thing("containers and trucks"), "vehicle");
        assert_eq!(thing("army posts"), "post");
        assert_eq!(thing("positions on the Afghan side"), "post");
        assert_eq!(thing("wells"), "well");
        assert_eq!(thing("empty containers"), "container");
    }

    #[test]
    fn the_extractors_class_wins_over_an_unknown_noun() {
        let subject = Subject::read(Some("peshmerga"), Some("combatant"), Some("krg"), true);
        assert_eq!(subject.key(), "forces:krg");
    }

    #[test]
    fn soldiers_and_civilians_never_fit() {
        assert_eq!(read("soldiers").fit(&read("civilians")), Fit::No);
        assert_eq!(read("soldiers").fit(&read("militants")), Fit::No);
        assert_eq!(read("children").fit(&read("people")), Fit::No);
        assert_eq!(read("people").fit(&read("civilians")), Fit::Open);
        let of = |phrase, side: &str| Subject::read(Some(phrase), None, Some(side), true);
        assert_eq!(of("militants", "x").fit(&of("fighters", "x")), Fit::Same);
        assert_eq!(of("soldiers", "x").fit(&of("soldiers", "y")), Fit::No);
        assert_eq!(of("soldiers", "x").fit(&of("fighters", "x")), Fit::Same);
        assert_eq!(of("fighters", "x").fit(&read("fighters")), Fit::Open);
    }
}
