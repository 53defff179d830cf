//! The closed lists of values, taken from the types that hold them.

use crossread_extract as extract;
use crossread_lexicon as lexicon;

macro_rules! names_of {
    ($($(#[$doc:meta])* $name:ident = $type:path;)*) => {
        $($(#[$doc])* pub(super) fn $name() -> Vec<&'static str> {
            <$type>::ALL.iter().map(|value| value.name()).collect()
        })*
    };
}

names_of! {
    actor_type = lexicon::ActorType;
    actor_form = extract::ActorForm;
    level = lexicon::Level;
    role = extract::Role;
    granularity = extract::Granularity;
    comparator = extract::Comparator;
    dimension = lexicon::Dimension;
    measure = extract::Measure;
    scope = extract::Scope;
    subject_class = extract::SubjectClass;
    stance = extract::Stance;
    verification = extract::Verification;
    modality = extract::Modality;
    basis = extract::Basis;
}

pub(super) fn sentence_kind() -> Vec<&'static str> {
    use crossread_text::SentenceKind as Kind;
    [Kind::Body, Kind::Heading, Kind::Quote, Kind::List, Kind::Caption, Kind::TableRow].map(Kind::name).to_vec()
}

pub(super) fn relation() -> Vec<&'static str> {
    vec!["single", "agree", "compatible", "contradict", "revised"]
}

pub(super) fn support() -> Vec<&'static str> {
    vec!["one-claimant", "several-claimants", "opposed-sides"]
}
