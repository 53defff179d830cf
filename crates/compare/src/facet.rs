//! What a claim asks about: its measure, unit family, subject, scope, window and place, read from its columns and,
//! where these are null, from the words around it.

use std::collections::BTreeMap;

use crate::claim::{Claim, Data, Document};
use crate::interval::Value;
use crate::passage;
use crate::subject::{Group, Subject};
use crate::vocabulary::{Kind, border, cues, is_cue, noun, singular, words};
use crate::window::{Basis, EVENT_DAYS, LEAD_DAYS, Window};

/// Measures of harm to people: a sentence that counts the dead and then the wounded counts the same people.
const HARM: &[&str] = &["killed", "injured", "casualties", "missing", "detained"];
/// An armed group named at most so many sentences before is the one whose strength is given.
const STRENGTH_REACH: i32 = 4;
/// "600 trucks a day": the unit of time stands among so many words after the number.
const RATE_REACH: usize = 4;
/// "Each idle day costs traders $4m": the unit of time stands among so many words before the number.
const RATE_BEFORE: usize = 10;
/// "..., or about Rs 700 million": words between a number and the same in another unit.
const RESTATED_REACH: usize = 3;
/// How many words around an amount may name what it is the amount of.
const TOPIC_REACH: usize = 14;
/// The first sentences of a document, which date its main event.
const LEAD: usize = 4;

/// A claim with all that decides which question it answers.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
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
    pub(crate) value: Value,
    /// The words around the figure, as a hash: copied where two documents have the same.
    pub(crate) passage: Option<u64>,
}

/// Reads what every actual claim asks about, document by document.
pub(crate) fn read(data: &Data) -> Vec<Asked> {
    let mut out: Vec<Asked> = Vec::new();
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

fn read_one(data: &Data, at: usize, before: &[Asked]) -> Asked {
    let claim = &data.claims[at];
    let document = &data.documents[claim.doc];
    let nearby = Nearby::read(data, at);
    let speaker = claim.claimant_id.as_deref().map(|id| data.sides.side(id));
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
    Asked {
        claim: at,
        doc: claim.doc,
        family: format!("{}|{}|{per}", claim.measure, unit_family(claim)),
        subject,
        scope,
        window,
        places,
        place_is_near: is_near(claim.place_basis.as_deref()),
        speaker,
        agent: claim.agent_actor_id.as_deref().map(|id| data.sides.side(id)),
        is_class,
        elsewhere,
        earlier: is_earlier(&nearby),
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

/// The words beside a figure, up to the next figure of the same measure on either side.
struct Nearby {
    before: Vec<String>,
    after: Vec<String>,
    /// All words of the sentence before the figure.
    sentence_before: Vec<String>,
    /// The words up to the next figure of the same measure, if one of the same voice follows.
    between: Option<Vec<String>>,
    /// The claim that this one gives once more in another unit: "$2.5 million, or about Rs 700 million".
    restates: Option<usize>,
}

impl Nearby {
    fn read(data: &Data, at: usize) -> Self {
        let claim = &data.claims[at];
        let (mut before, after) = claim.around();
        let sentence_before = words(&before);
        let rival = |other: &&Claim| {
            other.doc == claim.doc && other.sentence_id == claim.sentence_id && other.measure == claim.measure
        };
        let earlier = data.claims[..at].iter().enumerate().rev().take(8);
        let last = earlier.filter(|(_, other)| rival(other) && other.end <= claim.start).map(|(n, _)| n).next();
        if let Some(last) = last {
            let skip = usize::try_from(data.claims[last].end - claim.sentence_start).unwrap_or(0);
            before = before.chars().skip(skip).collect();
        }
        let next = data.claims[at + 1..].iter().take(8).find(|other| rival(other) && other.start >= claim.end);
        // What two voices say one after the other replaces nothing.
        let next = next.filter(|next| next.claimant_id == claim.claimant_id);
        let between = next.map(|next| {
            let length = usize::try_from(next.start - claim.end).unwrap_or(0);
            words(&after.chars().take(length).collect::<String>())
        });
        let before = words(&before);
        let restates = last.filter(|&last| {
            let (other, or) = (&data.claims[last], before.first().is_some_and(|word| is_cue("restated", word)));
            let again = before.is_empty() || (or && before.len() <= RESTATED_REACH);
            again && other.unit != claim.unit && other.dimension == claim.dimension && claim.dimension != "count"
        });
        Self { before, after: words(&after), sentence_before, between, restates }
    }
}

/// "$4m a day", "the daily loss", "Rs0.5 million per truck": what a rate is per.
fn rate(nearby: &Nearby) -> Option<String> {
    let after = cues("per").iter().find(|cue| {
        (0..RATE_REACH).any(|skip| {
            let rest = nearby.after.get(skip..).unwrap_or_default();
            // "A day after the truce" is a date.
            cue.opens(rest) && !rest.get(cue.words.len()).is_some_and(|word| is_cue("dates", word))
        })
    });
    let near = nearby.before.len().saturating_sub(RATE_BEFORE);
    let before = || cues("per-before").iter().find(|cue| cue.find(&nearby.before[near..]).is_some());
    let other = || match &nearby.after[..] {
        [per, thing, ..] if per == "per" => Some(singular(thing)),
        [each, ..] if each == "each" || each == "apiece" => Some("each".to_owned()),
        _ => None,
    };
    after.or_else(before).map(|cue| cue.note.to_owned()).or_else(other)
}

/// "had put it at", "up from two", "first reports", "from 17 to 12", "40, then 86": the number was said before another one.
fn is_earlier(nearby: &Nearby) -> bool {
    let before = &nearby.before;
    let cue = cues("earlier").iter().any(|cue| cue.find(before).is_some());
    let pluperfect = before
        .windows(2)
        .any(|pair| matches!(pair[0].as_str(), "had" | "he'd" | "they'd") && is_cue("reported", &pair[1]));
    let replaced = nearby.between.as_ref().is_some_and(|between| {
        let from_to =
            between.last().is_some_and(|word| word == "to") && before.last().is_some_and(|word| word == "from");
        from_to || between.last().is_some_and(|word| is_cue("later", word))
    });
    cue || pluperfect || replaced
}

fn subject(data: &Data, at: usize, nearby: &Nearby, speaker: Option<&str>, before: &[Asked]) -> Subject {
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
    subject
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
fn antecedent<'a>(data: &Data, claim: &Claim, before: &'a [Asked]) -> Option<&'a Asked> {
    let document = &data.documents[claim.doc];
    let harm = HARM.contains(&claim.measure.as_str());
    let continued = |asked: &&&'a Asked| {
        let other = &data.claims[asked.claim];
        let near = claim.sentence_id - other.sentence_id <= 1
            || (claim.sentence_id - other.sentence_id <= 2
                && document.same_paragraph(claim.sentence_id, other.sentence_id));
        let same = other.measure == claim.measure || (harm && HARM.contains(&other.measure.as_str()));
        near && same
            && other.unit == claim.unit
            && other.dimension == "count"
            && other.part_of.is_none()
            && !matches!(asked.subject.group, Group::Unstated)
    };
    let candidates: Vec<&'a Asked> = before.iter().rev().take(12).collect();
    let value = claim.value();
    let same_number = candidates.iter().find(|asked| continued(asked) && asked.value.same_bounds(&value));
    same_number.or_else(|| candidates.iter().find(|asked| continued(asked))).copied()
}

/// Whose strength is given: the party counted; else the last armed group named before that is not the speaker's own, or the
/// one whose strength was given last, whichever stands nearer.
fn strength(data: &Data, claim: &Claim, speaker: Option<&str>, before: &[Asked]) -> Subject {
    let near = |sentence: i32| claim.sentence_id - sentence <= STRENGTH_REACH;
    let mention = data.documents[claim.doc].actors.iter().rev().find(|mention| {
        mention.kind == "armed-group"
            && mention.start < claim.start
            && near(mention.sentence_id)
            && speaker != Some(data.sides.side(&mention.actor_id).as_str())
    });
    let earlier = before.iter().rev().find(|asked| {
        let other = &data.claims[asked.claim];
        other.measure == "strength" && near(other.sentence_id)
    });
    let named = mention.map(|mention| (mention.start, data.sides.whole(&mention.actor_id)));
    let given = earlier.and_then(|asked| Some((data.claims[asked.claim].start, asked.subject.side.clone()?)));
    let side = match &claim.subject_actor_id {
        Some(id) => Some(data.sides.whole(id)),
        None => named.into_iter().chain(given).max().map(|(_, side)| side),
    };
    Subject { group: Group::Forces, side, class: None, detail: None, distinctive: true, elliptic: false }
}

/// What a length or an amount is the length or amount of: its subject, else the nearest noun that names one.
fn topic(data: &Data, at: usize, nearby: &Nearby) -> Subject {
    let claim = &data.claims[at];
    let wanted = |kind: Kind| match claim.dimension.as_str() {
        "money" => kind == Kind::Money,
        "mass" | "volume" => kind == Kind::Mass,
        _ => kind == Kind::Length,
    };
    let of_phrase = claim.subject.as_deref().map(|phrase| Subject::read(Some(phrase), None, None, false));
    let known =
        of_phrase.filter(|s| matches!(&s.group, Group::Named(name) if noun(name).is_some_and(|n| wanted(n.kind))));
    // "12 km from the border", "700 km of the border": a distance or a part, not its length. "The queue stretches for 8 km along
    // the road" is the length of what was named before.
    let first = nearby.after.first().map(String::as_str);
    let distance = first.is_some_and(|word| is_cue("distance", word));
    let part = distance || first.is_some_and(|word| is_cue("share", word));
    let on_border = claim.dimension == "length" && claim.places.iter().any(|place| border(place).is_some());
    let found = known.or_else(|| {
        let after = nearby.after.iter().take(if part { 0 } else { 4 });
        let before = nearby.sentence_before.iter().rev().take(if distance { 0 } else { TOPIC_REACH });
        let mut near = after.chain(before).filter_map(|w| noun(w)).filter(|n| wanted(n.kind));
        let near = near.find(|n| !part || n.group != "border");
        let money = || (claim.dimension == "money").then(|| topic_of_paragraph(data, at)).flatten();
        let group = near.map(|n| n.group).or_else(|| (on_border && !part).then_some("border")).or_else(money)?;
        Some(Subject {
            group: Group::Named(group.to_owned()),
            side: None,
            class: None,
            detail: None,
            distinctive: true,
            elliptic: false,
        })
    });
    let mut subject = found.unwrap_or(Subject {
        group: Group::Unstated,
        side: None,
        class: None,
        detail: None,
        distinctive: false,
        elliptic: true,
    });
    if subject.group == Group::Named("border".to_owned()) {
        subject.side = border_pair(data, claim);
    } else if let Some(id) = &claim.subject_actor_id {
        subject.side = Some(data.sides.side(id));
    } else if subject_is_own(claim, nearby) {
        subject.side = claim.claimant_id.as_deref().map(|id| data.sides.side(id));
    }
    subject
}

/// What the other amounts of a paragraph are amounts of, the nearest first ("Its estimate is $4m. Others put the loss at ...").
fn topic_of_paragraph(data: &Data, at: usize) -> Option<&'static str> {
    let claim = &data.claims[at];
    let document = &data.documents[claim.doc];
    let others = data.claims[at.saturating_sub(8)..].iter().take(16);
    let mut near: Vec<&Claim> = others
        .filter(|other| {
            other.doc == claim.doc
                && other.dimension == "money"
                && other.sentence_id != claim.sentence_id
                && document.same_paragraph(other.sentence_id, claim.sentence_id)
        })
        .collect();
    near.sort_by_key(|other| ((other.sentence_id - claim.sentence_id).abs(), other.start));
    near.iter().find_map(|other| {
        words(&other.sentence).iter().filter_map(|word| noun(word)).find(|n| n.kind == Kind::Money).map(|n| n.group)
    })
}

/// The two countries a border parts: by its name, else the only two of its sentence, else the two the document names most.
fn border_pair(data: &Data, claim: &Claim) -> Option<String> {
    if let Some(pair) = claim.places.iter().find_map(|place| border(place)) {
        return Some(pair.to_owned());
    }
    let document = &data.documents[claim.doc];
    let mut here: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all: BTreeMap<&str, usize> = BTreeMap::new();
    let actors = document.actors.iter().map(|m| (m.sentence_id, m.country.as_deref()));
    let places = document.places.iter().map(|m| {
        let country = if m.level == "country" { Some(m.place_id.as_str()) } else { m.country.as_deref() };
        (m.sentence_id, country)
    });
    for (sentence, country) in actors.chain(places) {
        let Some(country) = country else { continue };
        *all.entry(country).or_default() += 1;
        if sentence == claim.sentence_id {
            *here.entry(country).or_default() += 1;
        }
    }
    let pair = |names: Vec<&str>| match names[..] {
        [a, b] => Some(format!("{}|{}", a.min(b), a.max(b))),
        _ => None,
    };
    if here.len() >= 2 {
        return pair(here.into_keys().collect());
    }
    let mut ranked: Vec<(&str, usize)> = all.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    // A third country named as often leaves open whose border it is.
    if ranked.len() > 2 && ranked[2].1 * 2 > ranked[1].1 {
        return None;
    }
    pair(ranked.into_iter().take(2).map(|(name, _)| name).collect())
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

/// Whether a place or date was taken from the document and not from the words about the figure.
fn is_near(basis: Option<&str>) -> bool {
    matches!(basis, Some("lead" | "dateline"))
}

/// The words of a measure, for questions in prose.
pub(crate) fn measure_in_words(measure: &str) -> &str {
    match measure {
        "killed" => "killed",
        "injured" => "injured",
        "casualties" => "killed or injured",
        "detained" => "detained",
        "displaced" => "displaced",
        "missing" => "missing",
        "destroyed" => "destroyed",
        "strength" => "under arms",
        other => other,
    }
}
