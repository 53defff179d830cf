//! The tables that `crossread compare` writes. `compare` knows them by these names.

use super::{Column, Table, Writer, values};

const DOC_ID: Column = Column::str("doc_id", "the document").of("`documents.doc_id`");
const DOC_IDS: Column = Column::list("doc_ids", "the documents with an account, sorted").of("`doc_id`");
const QUESTION_ID: Column =
    Column::str("question_id", "the question: a hash of its key, the same in every corpus").of("hexadecimal digits");
const FIGURE_ID: Column = Column::i32("figure_id", "the figure in its document").of("`figures.figure_id`");
const SENTENCE_ID: Column = Column::i32("sentence_id", "the sentence it stands in").of("`sentences.sentence_id`");
const TEXT: Column = Column::str("text", "the figure as written");
const MEASURE: Column = Column::str("measure", "what is counted or measured").one_of(values::measure);
const SCOPE: Column = Column::str("scope", "what stretch of events is covered").one_of(values::scope).or_null();
const PLACE_IDS: Column = Column::list("place_ids", "jointly the place").of("`place_id`");
const DATE_FROM: Column = Column::date("date_from", "first day").or_null();
const DATE_TO: Column = Column::date("date_to", "last day, inclusive").or_null();
const LOW: Column = Column::f64("low", "lower bound; null: unbounded").of("`unit`").or_null();
const HIGH: Column = Column::f64("high", "upper bound; null: unbounded").of("`unit`").or_null();
const COMPARATOR: Column = Column::str("comparator", "how it is bounded").one_of(values::comparator);
const UNIT: Column = Column::str("unit", "what one of it is").of("as `figures.unit`");
const LOW_SI: Column = Column::f64("low_si", "lower bound").of("SI unit").or_null();
const HIGH_SI: Column = Column::f64("high_si", "upper bound").of("SI unit").or_null();
const CLAIMANT_ID: Column = Column::str("claimant_id", "who says so; null: the author").of("`actor_id`").or_null();
const CLAIMANT: Column = Column::str("claimant", "who says so, as written").or_null();
const DENIER_ID: Column = Column::str("denier_id", "who rejects it").of("`actor_id`").or_null();
const STANCE: Column = Column::str("stance", "how the text stands to it").one_of(values::stance);
const TITLE: Column = Column::str("title", "headline of the document").or_null();
const SOURCE: Column = Column::str("source", "outlet of the document").or_null();
const URL: Column = Column::str("url", "where the document was published").or_null();
const PUBLISHED: Column = Column::date("published", "when the document was published").or_null();
const SYNTHETIC: Column = Column::bool("synthetic", "true for an invented document");
const MENTIONS: Column = Column::i32("mentions", "how often the document names it").of("count");
const SPELLINGS: Column = Column::list("spellings", "how the document writes it, sorted");
const FIRST_SENTENCE_ID: Column =
    Column::i32("sentence_id", "the first sentence that names it").of("`sentences.sentence_id`");
const FIRST_SENTENCE: Column = Column::str("first_sentence", "the first sentence that names it, as written");

pub(crate) const COMPARE_DOCUMENTS: Table = Table {
    name: "compare_documents",
    writer: Writer::Compare,
    row: "a document that was compared",
    columns: &[
        DOC_ID,
        Column::str("duplicate_of", "its earliest near-copy: by `published`, nulls last, then `doc_id`")
            .of("`doc_id`")
            .or_null(),
        Column::f64("similarity", "share of text in common with that copy, or with the most similar other document")
            .of("0 to 1"),
        TITLE,
        SOURCE,
        URL,
        PUBLISHED,
        SYNTHETIC,
    ],
};

pub(crate) const COMPARE_ACTORS: Table = Table {
    name: "compare_actors",
    writer: Writer::Compare,
    row: "a party in a document",
    columns: &[
        Column::str("actor_id", "the party").of("slug"),
        DOC_ID,
        Column::str("actor", "canonical name of the party"),
        Column::str("type", "what kind of party").one_of(values::actor_type),
        MENTIONS,
        Column::list("forms", "how the document names it, sorted").one_of(values::actor_form),
        SPELLINGS,
        FIRST_SENTENCE_ID,
        FIRST_SENTENCE,
    ],
};

pub(crate) const COMPARE_PLACES: Table = Table {
    name: "compare_places",
    writer: Writer::Compare,
    row: "a place in a document; `admin1` and `country` roll it up",
    columns: &[
        Column::str("place_id", "the place").of("as `places.place_id`"),
        Column::str("level", "how large it is").one_of(values::level),
        DOC_ID,
        Column::str("place", "canonical name of the place"),
        Column::str("admin1", "the province it lies in").of("ISO 3166-2").or_null(),
        Column::str("country", "the country it lies in").of("ISO 3166-1 alpha-2").or_null(),
        MENTIONS,
        Column::list("roles", "what the document says about it, sorted").one_of(values::role),
        SPELLINGS,
        FIRST_SENTENCE_ID,
        FIRST_SENTENCE,
    ],
};

pub(crate) const COMPARE_FIGURES: Table = Table {
    name: "compare_figures",
    writer: Writer::Compare,
    row: "one account of a question: one claimant's answer in one document",
    columns: &[
        QUESTION_ID,
        DOC_ID,
        FIGURE_ID,
        SENTENCE_ID,
        TEXT,
        MEASURE,
        SCOPE,
        Column::str("subject", "the class compared").or_null(),
        PLACE_IDS,
        DATE_FROM,
        DATE_TO,
        LOW,
        HIGH,
        COMPARATOR,
        UNIT,
        LOW_SI,
        HIGH_SI,
        CLAIMANT_ID,
        CLAIMANT,
        DENIER_ID,
        STANCE,
        SOURCE,
        PUBLISHED,
        Column::bool("independent", "false: a reprint, or only repeats another document's claim"),
        Column::bool("superseded", "true: the same claimant said otherwise later"),
    ],
};

pub(crate) const FINDINGS: Table = Table {
    name: "findings",
    writer: Writer::Compare,
    row: "one question, and how its accounts relate",
    columns: &[
        QUESTION_ID,
        Column::i32("rank", "what to read first").of("from 1"),
        Column::str("question", "the question in words"),
        MEASURE,
        SCOPE,
        Column::str("subject", "the class compared").or_null(),
        PLACE_IDS,
        DATE_FROM,
        DATE_TO,
        UNIT,
        Column::f64("low", "lower end of all current accounts; null: unbounded").of("`unit`").or_null(),
        Column::f64("high", "upper end of all current accounts; null: unbounded").of("`unit`").or_null(),
        Column::str("relation", "how the current accounts relate").one_of(values::relation),
        Column::str("why", "why, in words and with the values"),
        Column::str("support", "who stands behind the accounts; `agree` of `one-claimant` is repetition")
            .one_of(values::support),
        Column::f64("spread", "widest ratio of two accounts; with an open end a lower bound").of("ratio").or_null(),
        Column::i32("accounts", "accounts, superseded ones included").of("count"),
        Column::i32("sources", "independent documents of known outlets").of("count"),
        Column::i32("sources_unknown", "independent documents of unknown outlets").of("count"),
        Column::i32("claimants", "distinct claimants").of("count"),
        DOC_IDS,
        Column::list("related", "questions that may be the same").of("`question_id`"),
    ],
};

const VIEW_RULE: Column = Column::str("view_rule", "the rule it is computed under; it is not the rule owner's data");
const CLAIMS_COUNTED: Column = Column::i32("claims", "claims it is computed from").of("count");
const OPPOSED: Column = Column::bool("opposed", "true: opposed sides claim different values");

pub(crate) const VIEW_UCDP: Table = Table {
    name: "view_ucdp",
    writer: Writer::Compare,
    row: "one question of people killed, in the columns of UCDP",
    columns: &[
        QUESTION_ID,
        VIEW_RULE,
        Column::f64("best", "best estimate; null where accounts contradict").of("persons").or_null(),
        Column::f64("low", "low estimate").of("persons").or_null(),
        Column::f64("high", "high estimate; null: open").of("persons").or_null(),
        CLAIMS_COUNTED,
        OPPOSED,
        DOC_IDS,
    ],
};

pub(crate) const VIEW_ACLED: Table = Table {
    name: "view_acled",
    writer: Writer::Compare,
    row: "one question of people killed, in the columns of ACLED",
    columns: &[
        QUESTION_ID,
        VIEW_RULE,
        Column::f64("fatalities", "fatalities").of("persons").or_null(),
        CLAIMS_COUNTED,
        OPPOSED,
        DOC_IDS,
    ],
};

pub(crate) const VIEW_MINMAX: Table = Table {
    name: "view_minmax",
    writer: Writer::Compare,
    row: "one question of people killed, as the lowest and highest number claimed",
    columns: &[
        QUESTION_ID,
        VIEW_RULE,
        Column::f64("min", "lowest number claimed").of("persons").or_null(),
        Column::f64("max", "highest number claimed; null: open").of("persons").or_null(),
        CLAIMS_COUNTED,
        OPPOSED,
        DOC_IDS,
    ],
};

pub(crate) const CLAIMS: Table = Table {
    name: "claims",
    writer: Writer::Compare,
    row: "a figure with the names behind its ids and its sentence; no join needed",
    columns: &[
        DOC_ID,
        FIGURE_ID,
        MEASURE,
        TEXT,
        LOW,
        HIGH,
        COMPARATOR,
        UNIT,
        Column::str("subject", "the counted noun phrase as written").or_null(),
        Column::str("subject_class", "who the counted people are in the claimant's words")
            .one_of(values::subject_class)
            .or_null(),
        Column::str("party", "canonical name of the party counted or harmed").or_null(),
        Column::str("agent", "canonical name of the party said to have done it").or_null(),
        Column::str("claimant_name", "canonical name of who says so, else as written; null: the author").or_null(),
        STANCE,
        Column::str("denied_by", "canonical name of who rejects it").or_null(),
        Column::str("verification", "whether the text says it was checked").one_of(values::verification).or_null(),
        Column::list("place_names", "canonical names of the places, in the order of `place_ids`"),
        Column::list("destination_names", "canonical names of where a movement goes"),
        DATE_FROM,
        DATE_TO,
        Column::str("sentence", "the sentence as written"),
        TITLE,
        SOURCE,
        URL,
        PUBLISHED,
        SYNTHETIC,
        SCOPE,
        Column::str("modality", "whether the thing counted happened").one_of(values::modality),
        Column::bool("implied", "true for a count that no number word states"),
        Column::i32("part_of", "the total this is a part of: do not add the two").of("`figure_id`").or_null(),
        Column::date("claimed_on", "when it was said").or_null(),
        Column::str("subject_actor_id", "the party counted or harmed").of("`actor_id`").or_null(),
        Column::str("agent_actor_id", "the party said to have done it").of("`actor_id`").or_null(),
        CLAIMANT_ID,
        CLAIMANT,
        DENIER_ID,
        PLACE_IDS,
        Column::list("destination_ids", "where a movement goes").of("`place_id`"),
        SENTENCE_ID,
        Column::i32("start", "where the figure begins in the text").of("code points, from 0"),
        Column::i32("end", "one past its last code point; quote the name in SQL").of("code points"),
    ],
};
