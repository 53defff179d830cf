//! The tables that `crossread extract` writes.

use super::{Column, Table, Writer, values};

const DOC_ID: Column = Column::str("doc_id", "the document").of("`documents.doc_id`");
const SENTENCE_ID: Column = Column::i32("sentence_id", "the sentence it stands in").of("`sentences.sentence_id`");
const START: Column = Column::i32("start", "where it begins in the text").of("code points, from 0");
const END: Column = Column::i32("end", "one past its last code point; quote the name in SQL").of("code points");
const TEXT: Column = Column::str("text", "exactly what stands there").of("the text's slice from `start` to `end`");
const RULE: Column = Column::str("rule", "the rule that decided").of("`layer/name`, see docs/rules.md");
const ENTRY: Column = Column::str("entry", "the lexicon row it used").of("`pack:row-id`, see table lexicon").or_null();
const ALTERNATIVES: Column = Column::list("alternatives", "other ids that fit as well, the likelier first");
const NOTE: Column = Column::str("note", "what a reader should know about the decision").or_null();

pub(crate) const DOCUMENTS: Table = Table {
    name: "documents",
    writer: Writer::Extract,
    row: "a document that was read",
    columns: &[
        Column::str("doc_id", "unique in the run").of("see CONTRACT, Input"),
        Column::str("title", "headline; metadata, not scanned").or_null(),
        Column::str("source", "the outlet that published it").or_null(),
        Column::str("url", "where it was published").or_null(),
        Column::date("published", "when it was published; relative times resolve against it").or_null(),
        Column::str("language", "its language").of("BCP 47").or_null(),
        Column::i32("chars", "length of the text").of("code points"),
        Column::i32("sentences", "number of sentences").of("count"),
        Column::str("sha256", "hash of the text's UTF-8 bytes").of("64 hexadecimal digits"),
        Column::str("fingerprint", "near-copy signature of this text alone: near-copies differ in few bits")
            .of("16 hexadecimal digits: 64-bit simhash of runs of four folded words"),
        Column::bool("synthetic", "true for an invented document; whatever is made from it must say so"),
        Column::str("note", "what the reader had to say: a legacy encoding, another language, characters replaced")
            .or_null(),
        Column::str("part", "the member of the archive that it was read from").of("a path").or_null(),
        Column::str("text", "what offsets count in; kept with `--keep-text`").or_null(),
    ],
};

pub(crate) const SENTENCES: Table = Table {
    name: "sentences",
    writer: Writer::Extract,
    row: "a sentence with its text",
    columns: &[
        DOC_ID,
        Column::i32("sentence_id", "number of the sentence in its document").of("from 0"),
        START,
        END,
        TEXT,
        Column::str("kind", "what kind of line it stands in").one_of(values::sentence_kind),
        Column::i32("page", "the page it begins on, of a format with pages").of("from 1").or_null(),
    ],
};

pub(crate) const ACTORS: Table = Table {
    name: "actors",
    writer: Writer::Extract,
    row: "a mention of a party that acts, is acted on, or speaks",
    columns: &[
        DOC_ID,
        SENTENCE_ID,
        START,
        END,
        TEXT,
        Column::str("actor_id", "the party").of("slug"),
        Column::str("actor", "canonical name of the party"),
        Column::str("type", "what kind of party").one_of(values::actor_type),
        Column::str("country", "the country it belongs to").of("ISO 3166-1 alpha-2").or_null(),
        Column::str("form", "how the text names it").one_of(values::actor_form),
        Column::str("part_of", "the whole it belongs to: a ministry's government").of("`actor_id`").or_null(),
        Column::str("side", "the party of the conflict it counts with").of("`actor_id`").or_null(),
        Column::bool("known", "false: in no lexicon, found from its form in the text"),
        RULE,
        ENTRY,
        ALTERNATIVES,
        NOTE,
    ],
};

pub(crate) const PLACES: Table = Table {
    name: "places",
    writer: Writer::Extract,
    row: "a mention of a location",
    columns: &[
        DOC_ID,
        SENTENCE_ID,
        START,
        END,
        TEXT,
        Column::str("place_id", "the place").of("`AF`, `AF-NAN`, `PK-KP/Bajaur`, `feature:slug`, `region:slug`, slug"),
        Column::str("place", "canonical name of the place"),
        Column::str("level", "how large it is; a district and its seat may share an id").one_of(values::level),
        Column::str("country", "the country it lies in").of("ISO 3166-1 alpha-2").or_null(),
        Column::str("admin1", "the province it lies in").of("ISO 3166-2").or_null(),
        Column::f64("lat", "latitude").of("degrees north, WGS 84").or_null(),
        Column::f64("lon", "longitude").of("degrees east, WGS 84").or_null(),
        Column::str("pcode", "humanitarian place code, from a licensed list").or_null(),
        Column::str("pcode_source", "the list the place code comes from").or_null(),
        Column::str("role", "what its clause says about it; null when unclear").one_of(values::role).or_null(),
        RULE,
        ENTRY,
        ALTERNATIVES,
        NOTE,
    ],
};

pub(crate) const TIMES: Table = Table {
    name: "times",
    writer: Writer::Extract,
    row: "an explicit time expression",
    columns: &[
        DOC_ID,
        SENTENCE_ID,
        START,
        END,
        TEXT,
        Column::date("date_from", "first day; null when unresolved or unbounded").or_null(),
        Column::date("date_to", "last day, inclusive").or_null(),
        Column::bool("open", "true for \"since October\": there is no last day"),
        Column::str("granularity", "how finely it is told").one_of(values::granularity),
        RULE,
        ENTRY,
        ALTERNATIVES,
        NOTE,
    ],
};

pub(crate) const FIGURES: Table = Table {
    name: "figures",
    writer: Writer::Extract,
    row: "a quantity a reader would put in a table, with who claims it, of what, where, when",
    columns: &[
        DOC_ID,
        Column::i32("figure_id", "number of the figure in its document").of("from 0"),
        SENTENCE_ID,
        START,
        END,
        TEXT,
        Column::f64("low", "lower bound; null: unbounded").of("`unit`").or_null(),
        Column::f64("high", "upper bound; null: unbounded").of("`unit`").or_null(),
        Column::str("comparator", "how it is bounded").one_of(values::comparator),
        Column::str("vague", "the row of the vague-quantity table: \"dozens\"").of("`pack:row-id`").or_null(),
        Column::str("unit", "what one of it is").of("person, family, event, item, percent, km, ... or ISO 4217"),
        Column::str("dimension", "what the unit measures").one_of(values::dimension),
        Column::f64("low_si", "lower bound; null for money, month, year, decade")
            .of("m, m2, m3, kg, s, fraction, count")
            .or_null(),
        Column::f64("high_si", "upper bound; null for money, month, year, decade")
            .of("m, m2, m3, kg, s, fraction, count")
            .or_null(),
        Column::str("measure", "what is counted or measured").one_of(values::measure),
        Column::str("scope", "what stretch of events it covers").one_of(values::scope).or_null(),
        Column::str("subject", "the counted noun phrase as written").or_null(),
        Column::str("subject_class", "who the counted people are in the claimant's words; \"people\" is null")
            .one_of(values::subject_class)
            .or_null(),
        Column::str("subject_actor_id", "the party counted or harmed").of("`actor_id`").or_null(),
        Column::str("agent_actor_id", "the party said to have done it").of("`actor_id`").or_null(),
        Column::str("claimant_id", "who says so; null: the author").of("`actor_id`").or_null(),
        Column::str("claimant", "who says so, as written").or_null(),
        Column::str("stance", "how the text stands to it; `asserted` is the author's own voice, not \"true\"")
            .one_of(values::stance),
        Column::str("denier_id", "who rejects it").of("`actor_id`").or_null(),
        Column::str("verification", "whether the text says it was checked").one_of(values::verification).or_null(),
        Column::date("claimed_on", "when it was said").or_null(),
        Column::str("modality", "whether the thing counted happened; only `actual` is compared")
            .one_of(values::modality),
        Column::list("places", "jointly the place of this one number: never to be exploded").of("`place_id`"),
        Column::list("destinations", "where a movement goes").of("`place_id`"),
        Column::str("place_basis", "where the places were found").one_of(values::basis).or_null(),
        Column::date("date_from", "first day of what is counted").or_null(),
        Column::date("date_to", "last day of what is counted, inclusive").or_null(),
        Column::str("time_basis", "where the time was found").one_of(values::basis).or_null(),
        Column::i32("part_of", "the total this is a part of: do not add the two").of("`figure_id`").or_null(),
        Column::bool("implied", "true for a count that no number word states: \"a policeman was killed\""),
        RULE,
        ENTRY,
        ALTERNATIVES,
        NOTE,
    ],
};

pub(crate) const LEXICON: Table = Table {
    name: "lexicon",
    writer: Writer::Extract,
    row: "a lexicon row that fired (of a cue word: that stands in a text), the spellings that another pack gives to one, or a row \
          by which a pack takes another away",
    columns: &[
        Column::str("pack", "the lexicon pack"),
        Column::str("entry", "the row, as columns `entry` and `vague` name it").of("`pack:row-id`"),
        Column::str("hash", "hash of the row's content and of its spellings")
            .of("first 16 hexadecimal digits of its sha256"),
    ],
};

pub(crate) const SKIPPED: Table = Table {
    name: "skipped",
    writer: Writer::Extract,
    row: "an input, or a part of one, that was not read or not read as it stands",
    columns: &[
        Column::str("input", "the input's name, as given"),
        Column::str("part", "the part of it: a record's id, an index entry").or_null(),
        Column::i32("line", "where it stands").of("from 1").or_null(),
        Column::str("code", "what kind of loss").of("see docs/input.md"),
        Column::str("message", "file, place, what is wrong, and what to do"),
    ],
};
