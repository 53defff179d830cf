//! What a claim asks about: its measure, unit family, subject, scope, window and place, read from its columns and,
//! where these are null, from the words around it.

mod near;
mod topic;

use near::{Nearby, is_earlier, rate};
use topic::{strength, topic};

use crate::claim::{Batch, Claim, Document};
use crate::interval::Value;
use crate::passage;
use crate::subject::{Group, Subject};
use crate::vocabulary::{cues, is_cue, words};
use crate::window::{Basis, EVENT_DAYS, LEAD_DAYS, Window};

/// Measures of harm to people: a sentence that counts the dead and then the wounded counts the same people.
const HARM: &[&str] = &["killed", "injured", "casualties", "missing", "detained"];
/// The first sentences of a document, which date its main event.
const LEAD: usize = 4;

/// A claim with all that decides which question it answers.
#[derive(Debug, Clone)]
pub(crate) struct Facets {
    /// Index into the claims.
    pub(crate) claim: usize,
    pub(crate) doc: usize,
    /// Measure, unit family and rate: the parts of the key that must be equal.
    pub(crate) family: String,
    pub(crate) subject: Subject,
    pub(crate) scope: Option<String>,
    pub(crate) window: Option<Window>,
    /// Reduced: no place that another one lies in.
    pub(crate) places: Vec<String>,
    /// The place is that of the document, not of the figure's own words: it may help to join, never to tell apart.
    pub(crate) place_is_near: bool,
    /// The place is only that of the document's lead or dateline.
    pub(crate) place_is_lead: bool,
    /// The side the claimant speaks for.
    pub(crate) speaker: Option<String>,
    /// The side said to have done it.
    pub(crate) agent: Option<String>,
    /// A part of a total that counts another class: the police among the dead.
    pub(crate) is_class: bool,
    /// Said of another event than the one its text is about: "elsewhere", "in a separate attack".
    pub(crate) elsewhere: bool,
    /// Said before something else that its text also gives ("revised down from 17").
    pub(crate) earlier: bool,
    /// Who is counted is not said in its sentence, but was said before.
    pub(crate) inherits: bool,
    /// The claim that it answers where it inherits whom it counts: "... killed 40 fighters. The group admitted to nine."
    pub(crate) continues: Option<usize>,
    pub(crate) value: Value,
    /// The words around the figure, as a hash: copied where two documents have the same.
    pub(crate) passage: Option<u64>,
}

/// Reads what every actual claim asks about, document by document.
pub(crate) fn read(data: &Batch<'_>) -> Vec<Facets> {
    let mut out: Vec<Facets> = Vec::new();
    let mut first = 0;
    for (at, claim) in data.claims.iter().enumerate() {
        if out.last().is_none_or(|last| last.doc != claim.doc) {
            first = out.len();
        }
        if claim.is_actual() && !claim.unit.is_empty() {
            let asked = read_one(data, at, &out[first..]);
            out.push(asked);
        }
    }
    out
}

fn read_one(data: &Batch<'_>, at: usize, before: &[Facets]) -> Facets {
    let claim = &data.claims[at];
    let document = &data.documents[claim.doc];
    let nearby = Nearby::read(data, at);
    // "Residents" of two reports are two groups of residents: nothing that they say is known again.
    let speaker = claim.claimant_id.as_deref().filter(|id| !data.sides.is_generic(id)).map(|id| data.sides.side(id));
    let restated = nearby.restates.and_then(|other| before.iter().rev().take(8).find(|asked| asked.claim == other));
    let per = match restated {
        Some(first) => first.family.rsplit('|').next().unwrap_or_default().to_owned(),
        None => rate(&nearby).unwrap_or_default(),
    };
    let subject = match restated {
        Some(first) => first.subject.clone(),
        None => subject(data, at, &nearby, speaker.as_deref(), before),
    };
    let border = subject.group == Group::Named("border".to_owned());
    // The length of a border is what it is, wherever and whenever it is mentioned.
    let elsewhere = cues("elsewhere")
        .iter()
        .any(|cue| cue.find(&nearby.sentence_before).is_some() || cue.find(&nearby.after).is_some());
    let window = if border { None } else { window(claim, document) };
    // The day of the text's own event is not that of another.
    let window = window.filter(|window| !elsewhere || window.basis <= Basis::Sentence);
    let places = if border { Vec::new() } else { data.gazetteer.reduce(&claim.places) };
    let total = claim.part_of.and_then(|id| before.iter().rev().find(|asked| data.claims[asked.claim].figure_id == id));
    let is_class = total.is_some_and(|total| total.subject.group != subject.group);
    let stated = if per.is_empty() { claim.scope.clone() } else { Some("rate".to_owned()) };
    let scope = stated.or_else(|| infer_scope(claim, window.as_ref()));
    let inherits = inherits(claim, &subject);
    Facets {
        claim: at,
        doc: claim.doc,
        family: format!("{}|{}|{per}", claim.measure, unit_family(claim)),
        subject,
        scope,
        window,
        places,
        place_is_near: place_is_near(claim, document),
        place_is_lead: is_near(claim.place_basis.as_deref()),
        speaker,
        agent: claim.agent_actor_id.as_deref().map(|id| data.sides.side(id)),
        is_class,
        elsewhere,
        earlier: is_earlier(&nearby),
        inherits,
        continues: inherits.then(|| continued(data, claim, before)).flatten(),
        value: claim.value(),
        passage: passage::around(&nearby.sentence_before, &claim.text, &nearby.after),
    }
}

/// Lengths in any unit are one family; so are areas, volumes, masses, durations. Each currency is its own.
fn unit_family(claim: &Claim) -> &str {
    match claim.dimension.as_str() {
        "length" | "area" | "volume" | "mass" | "duration" | "ratio" => &claim.dimension,
        _ => &claim.unit,
    }
}

fn infer_scope(claim: &Claim, window: Option<&Window>) -> Option<String> {
    match claim.measure.as_str() {
        "strength" | "population" | "length" | "area" => Some("stock".to_owned()),
        "percent-change" => Some("rate".to_owned()),
        _ => window.filter(|w| w.basis == Basis::Own && w.is_period()).map(|_| "period".to_owned()),
    }
}

fn subject(data: &Batch<'_>, at: usize, nearby: &Nearby, speaker: Option<&str>, before: &[Facets]) -> Subject {
    let claim = &data.claims[at];
    match (claim.measure.as_str(), claim.dimension.as_str()) {
        ("strength", _) => return strength(data, claim, speaker, before),
        (_, "length" | "area" | "money" | "mass" | "volume") => return topic(data, at, nearby),
        _ => {}
    }
    let persons = matches!(claim.unit.as_str(), "person" | "family");
    let side = claim.subject_actor_id.as_deref().map(|id| data.sides.side(id));
    let mut subject = Subject::read(claim.subject.as_deref(), claim.subject_class.as_deref(), side.as_deref(), persons);
    let previous = antecedent(data, claim, before);
    if subject.elliptic
        && subject.side.is_none()
        && let Some(previous) = previous
    {
        subject = Subject { elliptic: true, ..previous.subject.clone() };
    }
    let harm = HARM.contains(&claim.measure.as_str());
    if subject.group == Group::Unstated && persons && (harm || claim.measure == "displaced") {
        subject.group = Group::People;
    }
    if harm
        && matches!(subject.group, Group::People)
        && claim.subject_actor_id.as_deref().is_some_and(|id| data.sides.is_armed(id))
    {
        subject.group = Group::Forces;
    }
    let agent = claim.agent_actor_id.as_deref().map(|id| data.sides.side(id));
    if harm
        && subject.elliptic
        && matches!(subject.group, Group::People)
        && subject.side.is_none()
        && agent.is_some()
        && agent.as_deref() == speaker
        && claim.claimant_id.as_deref().is_some_and(|id| data.sides.is_party(id))
    {
        // A party that says how many it killed speaks of its enemies.
        subject.group = Group::Forces;
    }
    let own = harm && subject_is_own(claim, nearby);
    if own
        && (subject.side.is_none() || subject.elliptic)
        && !matches!(subject.group, Group::Civilian)
        && let (Some(speaker), Some(id)) = (speaker, claim.claimant_id.as_deref())
        && data.sides.is_party(id)
    {
        if matches!(subject.group, Group::People | Group::Unstated)
            && previous.is_some_and(|p| p.subject.group == Group::Forces)
        {
            subject.group = Group::Forces;
        }
        subject.side = Some(speaker.to_owned());
        subject.class = None;
    }
    let at_home = |side: &str| data.sides.is_state(side) && data.sides.is_home(side, &claim.places);
    if subject.side.as_deref().is_some_and(|side| data.sides.is_group(side)) {
        // Whose they are says more than whether a report calls a group's men fighters or forces.
        subject.class = None;
    }
    if subject.group == Group::People && subject.side.as_deref().is_some_and(at_home) {
        // "Malians killed in Gao" are people killed in Gao.
        subject.side = None;
    }
    subject
}

/// Whether a count of harm leaves to what was said before whom it counts.
fn inherits(claim: &Claim, subject: &Subject) -> bool {
    let unsaid = || claim.subject.as_deref().is_none_or(|phrase| !claim.sentence.contains(phrase));
    claim.dimension == "count" && HARM.contains(&claim.measure.as_str()) && (subject.elliptic || unsaid())
}

/// The last number of the same measure that a claim without a noun of its own follows on.
fn continued(data: &Batch<'_>, claim: &Claim, before: &[Facets]) -> Option<usize> {
    let near = |other: &Claim| is_just_before(&data.documents[claim.doc], claim, other);
    let last = before.iter().rev().take(12).map(|asked| asked.claim).find(|&at| {
        let other = &data.claims[at];
        other.measure == claim.measure && other.unit == claim.unit && other.part_of.is_none() && near(other)
    });
    last.filter(|_| claim.part_of.is_none())
}

/// In the sentence of a claim, the one before, or one further in its paragraph.
fn is_just_before(document: &Document, claim: &Claim, other: &Claim) -> bool {
    let apart = claim.sentence_id - other.sentence_id;
    apart <= 1 || (apart <= 2 && document.same_paragraph(claim.sentence_id, other.sentence_id))
}

/// Whether the words say that the claimant counts its own ("conceded", "its own dead", "our comrades").
fn subject_is_own(claim: &Claim, nearby: &Nearby) -> bool {
    let near = nearby.before.len().saturating_sub(8);
    let own = cues("own").iter().any(|cue| cue.find(&nearby.before[near..]).is_some());
    let phrase = words(claim.subject.as_deref().unwrap_or_default());
    let after = &nearby.after[..nearby.after.len().min(4)];
    let possessive = phrase.iter().any(|word| is_cue("own-possessive", word));
    own || possessive || phrase.iter().chain(after).any(|word| is_cue("own-word", word))
}

/// The claim that an elliptic one continues: of the same measure or harm, in its sentence or just before; first of all one
/// with the same number.
fn antecedent<'a>(data: &Batch<'_>, claim: &Claim, before: &'a [Facets]) -> Option<&'a Facets> {
    let document = &data.documents[claim.doc];
    let harm = HARM.contains(&claim.measure.as_str());
    let continued = |asked: &&&'a Facets| {
        let other = &data.claims[asked.claim];
        let near = is_just_before(document, claim, other);
        let same = other.measure == claim.measure || (harm && HARM.contains(&other.measure.as_str()));
        near && same
            && other.unit == claim.unit
            && other.dimension == "count"
            && other.part_of.is_none()
            && !matches!(asked.subject.group, Group::Unstated)
    };
    let candidates: Vec<&'a Facets> = before.iter().rev().take(12).collect();
    let value = claim.value();
    let same_number = candidates.iter().find(|asked| continued(asked) && asked.value.same_bounds(&value));
    same_number.or_else(|| candidates.iter().find(|asked| continued(asked))).copied()
}

/// The figure's own dates; else the nearest date of its sentence, of its paragraph, of the document's lead. What stands
/// before the figure in its sentence may be of any length; what stands elsewhere is taken only if it can date an event.
fn window(claim: &Claim, document: &Document) -> Option<Window> {
    if let Some(own) = Window::own(claim.date_from, claim.date_to, document.published) {
        let basis = match is_near(claim.time_basis.as_deref()) {
            true => Basis::Lead,
            // The day on which it was said may be only that.
            false if claim.claimed_on.is_some() && claim.claimed_on == claim.date_from => Basis::Sentence,
            false => Basis::Own,
        };
        return Some(Window { basis, ..own });
    }
    let in_sentence = document.times.iter().filter(|time| time.sentence_id == claim.sentence_id);
    let (before, after): (Vec<_>, Vec<_>) = in_sentence.partition(|time| time.start <= claim.start);
    let paragraph = document.times.iter().rev().filter(|time| {
        time.sentence_id < claim.sentence_id && document.same_paragraph(time.sentence_id, claim.sentence_id)
    });
    let lead: Vec<i32> = document.sentences.keys().take(LEAD).copied().collect();
    let first = document.times.iter().filter(|time| lead.contains(&time.sentence_id));
    before
        .into_iter()
        .rev()
        .map(|time| (time, i32::MAX, Basis::Sentence))
        .chain(after.into_iter().map(|time| (time, EVENT_DAYS, Basis::Sentence)))
        .chain(paragraph.map(|time| (time, EVENT_DAYS, Basis::Paragraph)))
        .chain(first.map(|time| (time, LEAD_DAYS, Basis::Lead)))
        .find_map(|(time, days, basis)| Window::inherited((time.from, time.to), document.published, days, basis))
}

/// Whether the place is that of the document or of another sentence, and not of the figure's own words.
fn place_is_near(claim: &Claim, document: &Document) -> bool {
    let own_sentence = || {
        let mut here = document.places.iter().filter(|mention| mention.sentence_id == claim.sentence_id);
        here.any(|mention| claim.places.contains(&mention.place_id))
    };
    is_near(claim.place_basis.as_deref()) || (claim.place_basis.as_deref() == Some("sentence") && !own_sentence())
}

/// Whether a place or date was taken from the document and not from the words about the figure.
fn is_near(basis: Option<&str>) -> bool {
    matches!(basis, Some("lead" | "dateline"))
}
