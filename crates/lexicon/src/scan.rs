//! The one scan: every token looked up once, every hit of every layer.

use crossread_text::{TokenKind, TokenRange, TokenizedDocument};

use crate::cue::{Cue, CueClass, CueSet};
use crate::cue_rows::CueRows;
use crate::dictionary::{Case, is_joiner};
use crate::lexicon::{Lexicon, Payload};
use crate::names::NameRow;
use crate::quantities::{UnitAlias, Vague};

/// A cue found in a text.
#[derive(Clone, Copy, Debug)]
pub struct CueHit<'l> {
    /// The tokens it covers.
    pub tokens: TokenRange,
    /// What it is.
    pub cue: &'l Cue,
}

/// One meaning of a name found in a text; a spelling with several meanings gives several hits.
#[derive(Clone, Copy, Debug)]
pub struct NameHit<'l> {
    /// The tokens it covers.
    pub tokens: TokenRange,
    /// What it may stand for.
    pub name: &'l NameRow,
}

#[derive(Clone, Copy, Debug)]
struct Hit {
    start: u32,
    end: u32,
    payload: Payload,
}

/// All hits of a lexicon in one document, overlapping ones included.
///
/// Hits at a token are ordered longest first, then in the lexicon's order.
#[derive(Clone, Debug)]
pub struct Scan<'l> {
    lexicon: &'l Lexicon,
    hits: Vec<Hit>,
    /// Hits that begin at token `i`: `hits[first[i]..first[i + 1]]`.
    first: Vec<u32>,
    /// One bit a [`CueClass`]: the classes of cues that begin at token `i`; above them, whether a name, a unit or a
    /// vague quantity begins there.
    classes: Vec<u128>,
}

const NAME: u128 = 1 << 125;
const UNIT: u128 = 1 << 126;
const VAGUE: u128 = 1 << 127;
const _: () = assert!(CueClass::ALL.len() <= 125, "a bit for each class below those of the other layers");

impl Lexicon {
    /// Finds every name, unit, vague quantity and cue of the lexicon in a document.
    #[must_use]
    pub fn scan(&self, document: &TokenizedDocument<'_>) -> Scan<'_> {
        let count = document.tokens.len();
        let mut folded = String::with_capacity(32);
        let words: Vec<u32> =
            (0..count).map(|at| self.dictionary.look_up(document.word(at), document.tokens[at], &mut folded)).collect();
        let joiners: Vec<bool> = (0..count).map(|at| self.is_tight_joiner(document, at)).collect();
        let mut scan =
            Scan { lexicon: self, hits: Vec::new(), first: Vec::with_capacity(count + 1), classes: vec![0; count] };
        // No phrase reaches from one sentence into the next. Sentences tile the tokens.
        let mut ends = document.sentences.iter().map(|sentence| sentence.tokens.end as usize);
        let mut stop = 0;
        for start in 0..count {
            while stop <= start {
                stop = ends.next().unwrap_or(count).min(count);
            }
            let from = scan.hits.len();
            scan.first.push(index(from));
            self.dictionary.phrases(&words[..stop], &joiners[..stop], start, |end, phrases| {
                for &phrase in phrases {
                    let phrase = &self.phrases[phrase as usize];
                    if !written_right(document, start, end, phrase.case, &phrase.written) {
                        continue;
                    }
                    scan.classes[start] |= match phrase.payload {
                        Payload::Cue(cue) => 1 << self.cues[cue as usize].class as u32,
                        Payload::Name(_) => NAME,
                        Payload::Unit(_) => UNIT,
                        Payload::Vague(_) => VAGUE,
                    };
                    scan.hits.push(Hit { start: index(start), end: index(end), payload: phrase.payload });
                }
            });
            if scan.hits.len() > from + 1 {
                scan.hits[from..].sort_by_key(|hit| std::cmp::Reverse(hit.end));
            }
        }
        scan.first.push(index(scan.hits.len()));
        scan
    }

    /// A hyphen without white space on either side.
    fn is_tight_joiner(&self, document: &TokenizedDocument<'_>, at: usize) -> bool {
        document.tokens[at].kind == TokenKind::Punctuation
            && document.is_glued(at)
            && document.is_glued(at + 1)
            && is_joiner(document.word(at))
    }
}

fn written_right(document: &TokenizedDocument<'_>, start: usize, end: usize, case: Case, written: &str) -> bool {
    match case {
        Case::Any => true,
        Case::Initial => document.word(start).chars().next().is_some_and(|c| !c.is_lowercase()),
        Case::Exact => {
            let mut letters = written.chars().filter(|c| c.is_alphanumeric());
            let text = document.span(TokenRange { start: index(start), end: index(end) }).of(document.text());
            text.chars().filter(|c| c.is_alphanumeric()).all(|c| letters.next() == Some(c)) && letters.next().is_none()
        }
    }
}

impl<'l> Scan<'l> {
    /// The lexicon that was scanned for.
    #[inline]
    #[must_use]
    pub fn lexicon(&self) -> &'l Lexicon {
        self.lexicon
    }

    /// The cue words that stand in the document, wherever.
    #[must_use]
    pub fn cue_rows(&self) -> CueRows {
        let mut rows = CueRows::with_room(self.lexicon.cues.len());
        for hit in &self.hits {
            if let Payload::Cue(cue) = hit.payload {
                rows.insert(cue);
            }
        }
        rows
    }

    #[inline]
    fn hits_at(&self, token: usize) -> &[Hit] {
        match (self.first.get(token), self.first.get(token + 1)) {
            (Some(&from), Some(&to)) => &self.hits[from as usize..to as usize],
            _ => &[],
        }
    }

    /// The hits at `token`, none when no bit of `wanted` is set there.
    #[inline]
    fn hits_of(&self, token: usize, wanted: u128) -> &[Hit] {
        if self.classes.get(token).is_some_and(|found| found & wanted != 0) { self.hits_at(token) } else { &[] }
    }

    /// True when a name begins at `token`.
    #[inline]
    #[must_use]
    pub fn has_name(&self, token: usize) -> bool {
        !self.hits_of(token, NAME).is_empty()
    }

    /// True when a unit or a vague quantity begins at `token`.
    #[inline]
    #[must_use]
    pub fn has_quantity(&self, token: usize) -> bool {
        !self.hits_of(token, UNIT | VAGUE).is_empty()
    }

    /// True when a cue of `class` begins at `token`.
    #[inline]
    #[must_use]
    pub fn has(&self, token: usize, class: CueClass) -> bool {
        self.classes.get(token).is_some_and(|classes| classes >> (class as u32) & 1 == 1)
    }

    /// True when a cue of one of `classes` begins at `token`.
    #[inline]
    #[must_use]
    pub fn has_any(&self, token: usize, classes: CueSet) -> bool {
        self.classes.get(token).is_some_and(|found| found & classes.0 != 0)
    }

    /// The longest cue of `class` that begins at `token`.
    #[inline]
    #[must_use]
    pub fn cue(&self, token: usize, class: CueClass) -> Option<CueHit<'l>> {
        if !self.has(token, class) {
            return None;
        }
        self.longest(token, class)
    }

    fn longest(&self, token: usize, class: CueClass) -> Option<CueHit<'l>> {
        self.cues(token).find(|hit| hit.cue.class == class)
    }

    /// Every cue that begins at `token`, longest first.
    #[inline]
    pub fn cues(&self, token: usize) -> impl Iterator<Item = CueHit<'l>> + '_ {
        self.hits_of(token, !(NAME | UNIT | VAGUE)).iter().filter_map(|hit| match hit.payload {
            Payload::Cue(cue) => Some(CueHit { tokens: hit.range(), cue: &self.lexicon.cues[cue as usize] }),
            _ => None,
        })
    }

    /// Every meaning of every name that begins at `token`, longest first.
    #[inline]
    pub fn names(&self, token: usize) -> impl Iterator<Item = NameHit<'l>> + '_ {
        self.hits_of(token, NAME).iter().filter_map(|hit| match hit.payload {
            Payload::Name(name) => Some(NameHit { tokens: hit.range(), name: &self.lexicon.names[name as usize] }),
            _ => None,
        })
    }

    /// Every unit spelling that begins at `token`, longest first.
    #[inline]
    pub fn units(&self, token: usize) -> impl Iterator<Item = (TokenRange, &'l UnitAlias)> + '_ {
        self.hits_of(token, UNIT).iter().filter_map(|hit| match hit.payload {
            Payload::Unit(unit) => Some((hit.range(), &self.lexicon.unit_aliases[unit as usize])),
            _ => None,
        })
    }

    /// The longest vague quantity that begins at `token`.
    #[inline]
    #[must_use]
    pub fn vague(&self, token: usize) -> Option<(TokenRange, &'l Vague)> {
        self.hits_of(token, VAGUE).iter().find_map(|hit| match hit.payload {
            Payload::Vague(vague) => Some((hit.range(), &self.lexicon.vague[vague as usize])),
            _ => None,
        })
    }
}

impl Hit {
    fn range(self) -> TokenRange {
        TokenRange { start: self.start, end: self.end }
    }
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
