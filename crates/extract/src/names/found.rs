//! What the walk over the tokens finds before it is known which rows it makes.

use std::borrow::Cow;

use crossread_lexicon::{Actor, ActorType, Level, Place, RowId};

use crate::extraction::ActorForm;

/// A party as a row will name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Party<'a> {
    pub(crate) id: Cow<'a, str>,
    pub(crate) name: Cow<'a, str>,
    pub(crate) kind: ActorType,
    pub(crate) country: Option<Cow<'a, str>>,
    pub(crate) part_of: Option<Cow<'a, str>>,
    pub(crate) side: Option<Cow<'a, str>>,
    pub(crate) known: bool,
    pub(crate) entry: Option<RowId>,
}

impl<'a> Party<'a> {
    /// The party of a lexicon row.
    pub(crate) fn listed(actor: &'a Actor) -> Self {
        let borrow = |cell: &'a Option<String>| cell.as_deref().map(Cow::Borrowed);
        Self {
            id: Cow::Borrowed(&actor.id),
            name: Cow::Borrowed(&actor.name),
            kind: actor.kind,
            country: borrow(&actor.country),
            part_of: borrow(&actor.part_of),
            side: borrow(&actor.side),
            known: true,
            entry: Some(actor.row),
        }
    }

    /// A party that no lexicon lists, known by its form in the text.
    pub(crate) fn unlisted(id: String, name: impl Into<Cow<'a, str>>, kind: ActorType) -> Self {
        Self {
            id: Cow::Owned(id),
            name: name.into(),
            kind,
            country: None,
            part_of: None,
            side: None,
            known: false,
            entry: None,
        }
    }

    /// The same party as a part of `whole`, in its country.
    pub(crate) fn within(mut self, whole: &Party<'a>) -> Self {
        if self.id != whole.id {
            self.part_of = self.part_of.or_else(|| Some(whole.id.clone()));
            self.side = self.side.or_else(|| whole.side.clone());
            self.country = self.country.or_else(|| whole.country.clone());
        }
        self
    }
}

/// A location whose exact meaning is still open.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Site<'a> {
    /// Every listed place the spelling may stand for, best first once resolved.
    pub(crate) options: Vec<&'a Place>,
    /// The level that the words beside the name ask for.
    pub(crate) level: Option<Level>,
    /// True when `level` is certain: a head noun stands beside the name.
    pub(crate) headed: bool,
    /// The larger place that one without options lies in.
    pub(crate) within: Option<&'a Place>,
}

impl<'a> Site<'a> {
    /// A site of listed places.
    pub(crate) fn listed(options: Vec<&'a Place>) -> Self {
        Self { options, level: None, headed: false, within: None }
    }

    /// A site that no row names: the words beside the name tell its level.
    pub(crate) fn unlisted(level: Level, headed: bool) -> Self {
        Self { options: Vec::new(), level: Some(level), headed, within: None }
    }

    /// True when one of the options is a country.
    pub(crate) fn is_country(&self) -> bool {
        self.options.first().is_some_and(|place| place.level == Level::Country)
    }
}

/// What a stretch of tokens stands for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sense<'a> {
    /// A party.
    Party(Party<'a>, ActorForm),
    /// A location.
    Place(Site<'a>),
    /// One or the other: the words around decide.
    Either(Party<'a>, ActorForm, Site<'a>),
    /// Understood, but no row: a nationality word alone, the name of an operation.
    Silent,
}

/// A stretch of tokens with what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found<'a> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) sense: Sense<'a>,
    pub(crate) rule: &'static str,
    /// Ids of other readings, best first.
    pub(crate) alternatives: Vec<Cow<'a, str>>,
    pub(crate) note: Option<Cow<'static, str>>,
    /// Where the title before a person's name begins; `start` elsewhere.
    pub(crate) title: usize,
}

impl<'a> Found<'a> {
    /// A stretch that `rule` found.
    pub(crate) fn new(start: usize, end: usize, sense: Sense<'a>, rule: &'static str) -> Self {
        Self { start, end, sense, rule, alternatives: Vec::new(), note: None, title: start }
    }

    /// The party it is or may be.
    pub(crate) fn party(&self) -> Option<&Party<'a>> {
        match &self.sense {
            Sense::Party(party, _) | Sense::Either(party, ..) => Some(party),
            Sense::Place(_) | Sense::Silent => None,
        }
    }

    /// True for a country, or what may be one.
    pub(crate) fn is_country(&self) -> bool {
        self.site().is_some_and(Site::is_country)
    }

    /// The location it is or may be.
    pub(crate) fn site(&self) -> Option<&Site<'a>> {
        match &self.sense {
            Sense::Place(site) | Sense::Either(_, _, site) => Some(site),
            Sense::Party(..) | Sense::Silent => None,
        }
    }
}
