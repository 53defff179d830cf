#!/usr/bin/env python3
"""Reads what `crossread export` writes with the readers people have: openpyxl, spaCy, nervaluate, nltk, bioc, shapely, PyLD, libhxl.

usage: formats_test.py CROSSREAD

The run is that of the invented reports, with a report of hard characters beside them.
"""

import csv
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
#: Beyond the first plane, decomposed letters, line breaks within mentions, a formula, tabs.
HARD = (
    "КИЇВ 🕊 – Officials told reporters on Wednesday evening that the Red\r\n"
    "Cross counted soldiers of both sides who were killed since the April\r\n"
    "14 fighting began in the province, at least two hundred and forty of\r\n"
    "them in the district of Asadabad.\r\n\r\n"
    "=HYPERLINK(\"x\") Cafe\u0301 owners\tin Khost said nine civilians were killed.\u2028Pakistan said 40 died in Paktika.\r\n"
)
LAYERS = {"ACTOR": "actors", "PLACE": "places", "TIME": "times", "FIGURE": "figures"}


def rows(run, table):
    with open(run / f"{table}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spans_of(run):
    """Document, layer, first code point and the one after the last, of every row."""
    return sorted(
        (row["doc_id"], label, int(row["start"]), int(row["end"])) for label, table in LAYERS.items() for row in rows(run, table)
    )


def xlsx(run, path):
    import openpyxl

    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Findings", "Claims", "Columns"]
    for name, table in (("Findings", "findings"), ("Claims", "claims")):
        head, *found = book[name].iter_rows(values_only=True)
        expected = rows(run, table)
        assert list(head) == list(expected[0]), name
        assert len(found) == len(expected) > 20, name
        for cells, row in zip(found, expected):
            for column, cell in zip(head, cells):
                same(cell, row[column], (name, column))
        assert book[name].auto_filter.ref and book[name].freeze_panes == "A2"
    kinds = {type(cell.value).__name__ for cell in book["Claims"][2]}
    assert {"str", "bool", "datetime"} <= kinds and kinds & {"int", "float"}, kinds
    # Text that begins like a formula is text.
    sentences = {cell.value for cell in book["Claims"][letter(book["Claims"], "sentence")]}
    assert any(text.startswith("=HYPERLINK") for text in sentences)
    with zipfile.ZipFile(path) as parts:
        assert all(b"<f>" not in parts.read(name) for name in parts.namelist())
    meanings = {(row[0], row[1]) for row in book["Columns"].iter_rows(min_row=2, values_only=True)}
    assert ("claims", "claimant_id") in meanings


def letter(sheet, column):
    return next(cell.column_letter for cell in sheet[1] if cell.value == column)


def same(cell, text, where):
    """A cell of the workbook and one of the CSV file."""
    if cell is None:
        assert text == "", where
    elif isinstance(cell, bool):
        assert str(cell).lower() == text, where
    elif isinstance(cell, (int, float)):
        assert float(cell) == float(text), where
    elif hasattr(cell, "isoformat"):
        assert cell.date().isoformat() == text, where
    else:
        assert " ".join(cell.replace(", ", "|").split()) == " ".join(text.replace(", ", "|").split()), where


def spans(run, path):
    import spacy
    from nervaluate import Evaluator

    lines = [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]
    found = sorted((line["doc_id"], span["label"], span["start"], span["end"]) for line in lines for span in line["spans"])
    assert found == spans_of(run)
    language = spacy.blank("en")
    for line in lines:
        document = language.make_doc(line["text"])
        marked = [
            document.char_span(span["start"], span["end"], span["label"], alignment_mode="expand") for span in line["spans"]
        ]
        assert None not in marked
        document.spans["sc"] = marked
        document.ents = spacy.util.filter_spans(marked)
        for span, mark in zip(line["spans"], marked):
            assert line["text"][span["start"] : span["end"]] == span["text"]
            assert span["text"] in mark.text
    items = [[{key: span[key] for key in ("label", "start", "end")} for span in line["spans"]] for line in lines]
    told = Evaluator(items, items, tags=list(LAYERS)).evaluate()
    strict = told["overall"]["strict"]
    assert strict.precision == strict.recall == 1.0 and strict.correct > 400, strict


def brat(run, folder):
    from bioc import brat as reader

    kinds = {label.title(): label for label in LAYERS}
    found = []
    # It opens both files in text mode, as most readers do.
    for document in reader.listdir(folder):
        notes = {note.refid: json.loads(note.text) for note in document.notes}
        for entity in document.entities:
            pieces = [document.text[piece.begin : piece.end] for piece in sorted(entity.locations)]
            assert " ".join(pieces) == entity.text and "\n" not in entity.text, (document.id, entity)
            assert "rule" in notes[entity.id]
            found.append((document.id, kinds[entity.type], *entity.total_span))
    assert sorted(found) == spans_of(run)
    assert any(len(entity.locations) > 1 for document in reader.listdir(folder) for entity in document.entities)
    assert (folder / "annotation.conf").is_file()


def conll(run, path):
    import nltk
    from nltk.corpus.reader import ConllCorpusReader

    # It reads below the folders of its data alone.
    nltk.data.path.append(str(path.parent))
    reader = ConllCorpusReader(str(path.parent), [path.name], columntypes=("words", "pos", "chunk", "ne"), separator=" ")
    names = {"B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC", "O"}
    sentences, documents = 0, 0
    for grid in reader._grids():
        tags = [row[reader._colmap["ne"]] for row in grid]
        # It takes `-DOCSTART-` away.
        documents += not grid
        sentences += bool(grid)
        assert set(tags) <= names
        for before, tag in zip(["O", *tags], tags):
            assert not tag.startswith("I-") or before[1:] == tag[1:], grid
    assert documents == len(rows(run, "documents"))
    assert sentences == len(rows(run, "sentences"))
    assert "Kunar" in {row[0] for grid in reader._grids() for row in grid if row[3] == "B-LOC"}


#: What the vocabulary calls the terms that we use; the context itself is on the W3C's site, and tests stay offline.
OA, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
CONTEXT = {
    **{term: OA + term for term in ("Annotation", "TextualBody", "TextPositionSelector", "TextQuoteSelector")},
    **{term: OA + term for term in ("start", "end", "exact", "prefix", "suffix", "classifying", "identifying", "describing")},
    "id": "@id",
    "type": "@type",
    "AnnotationPage": AS + "OrderedCollectionPage",
    "items": {"@id": AS + "items", "@type": "@id", "@container": "@list"},
    "Text": "http://purl.org/dc/dcmitype/Text",
    "body": {"@id": OA + "hasBody", "@type": "@id"},
    "target": {"@id": OA + "hasTarget", "@type": "@id"},
    "source": {"@id": OA + "hasSource", "@type": "@id"},
    "selector": {"@id": OA + "hasSelector", "@type": "@id"},
    "via": {"@id": OA + "via", "@type": "@id"},
    "motivation": {"@id": OA + "motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": OA + "hasPurpose", "@type": "@vocab"},
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
}


def w3c(run, path):
    from pyld import jsonld

    page = json.loads(path.read_text("utf-8"))

    def loader(url, options):
        assert url == "http://www.w3.org/ns/anno.jsonld"
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT}, "contentType": "application/ld+json"}

    kept = {"@context": page["@context"], **{key: value for key, value in page.items() if key != "@context"}}
    kept["items"] = page["items"][:50]
    expanded = jsonld.expand(kept, {"documentLoader": loader})
    told = json.dumps(expanded)
    # What the context does not know is dropped in expanding: nothing was.
    assert told.count(OA + "TextPositionSelector") == told.count(OA + "TextQuoteSelector") == 50
    assert told.count(OA + "hasSource") == 50 and told.count(OA + "motivatedBy") == 50
    texts = {row["doc_id"]: row["text"] for row in rows(run, "documents")}
    found = []
    for item in page["items"]:
        position, quote = item["target"]["selector"]
        document = item["target"]["source"]["id"].rsplit(":", 1)[1]
        text = texts[document]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert (quote["prefix"] + quote["exact"] + quote["suffix"]) in text
        found.append((document, item["body"][0]["value"].upper(), position["start"], position["end"]))
    assert sorted(found) == spans_of(run)


def geojson(run, path):
    from shapely.geometry import shape

    collection = json.loads(path.read_text("utf-8"))
    assert collection["type"] == "FeatureCollection"
    placed = {(row["place_id"], row["level"]): (row["lon"], row["lat"]) for row in rows(run, "places") if row["lat"]}
    assert len(collection["features"]) == len(placed) > 20
    for feature in collection["features"]:
        point, told = shape(feature["geometry"]), feature["properties"]
        assert point.is_valid and -180 <= point.x <= 180 and -90 <= point.y <= 90
        assert (point.x, point.y) == tuple(map(float, placed[told["place_id"], told["level"]]))
        assert told["mentions"] >= len(told["doc_ids"]) > 0


def hxl(run, path):
    import hxl as reader

    source = reader.data(str(path), reader.InputOptions(allow_local=True))
    claims = rows(run, "claims")
    assert [column.header for column in source.columns] == list(claims[0])
    killed = source.with_rows("#indicator+type=killed")
    told = [row.get("#indicator+value+min") for row in killed]
    assert told == [row["low"] for row in claims if row["measure"] == "killed"] and len(told) > 50


#: The fields of PLOVER 0.8: chapter "Data Fields" of PLOVER_MANUAL.tex, github.com/openeventdata/PLOVER, commit 6b85b9a. Other
#: fields may be added: ours are `claim` and `synthetic`, of actors `actor_id`, of places `place_id`.
PLOVER = {
    "": {
        *("id", "has_event", "date", "time", "enddate", "endtime", "source", "recipient", "event", "event_loc", "event_text"),
        *("quad_code", "event_scale", "mode", "context", "link", "text", "text_info", "cite_info", "coder", "coded_date"),
        *("coded_time", "comment", "size", "claim", "synthetic"),
    },
    "source": {
        *("code", "sector", "actor_text", "identifier_id", "identifier_text", "actor_loc", "religion", "ethnicity", "office"),
        *("gender", "age", "actor_id"),
    },
    "text_info": {"sequence", "start", "end", "text_story"},
    "size": {"dead", "injured", "arrested"},
    "cite_info": {
        *("corpus", "citation", "url", "title", "language", "publication", "license", "copyright", "coder", "codebook"),
        "version",
    },
    "event_loc": {
        *("geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class", "feature code"),
        *("country code", "cc3", "cc2", "admin1 code", "admin2 code", "admin3 code", "admin4 code", "population", "elevation"),
        *("dem", "timezone", "place_id"),
    },
}
PLOVER["recipient"] = PLOVER["source"]
#: Primary sectors of its chapter "Actor and Sector Codes".
SECTORS = set("GOV JUD LEG MIL COP OPP PTY REB PRM SPY UAF CVL BUS EDU MED LAB AGR JRN REF REL SOC CRM".split())
MODES = {"ASSAULT": set(), "COERCE": {"arrest"}}


def plover(run, path):
    import datetime

    events = [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]
    assert events and len({event["id"] for event in events}) == len(events)
    figures = {f"{row['doc_id']}/{row['figure_id']}": row for row in rows(run, "figures")}
    for event in events:
        assert {"id", "date", "source", "event"} <= event.keys() <= PLOVER[""], event.keys()
        datetime.date.fromisoformat(event["date"])
        assert event.get("enddate", event["date"]) >= event["date"] and event["quad_code"] == 4
        assert event["source"] and all(actor["identifier_text"] for actor in event["source"])
        for field in ("source", "recipient"):
            for actor in event.get(field, []):
                assert actor.keys() <= PLOVER[field] and len(actor.get("code", "AAA")) == 3
                assert actor.get("sector", "GOV") in SECTORS, actor
        for field in ("text_info", "size", "cite_info", "event_loc"):
            assert event.get(field, {}).keys() <= PLOVER[field], (field, event[field])
        (kind,) = event["event"]
        assert set(event.get("mode", [])) <= MODES[kind]
        figure = figures[event["id"]]
        assert figure["agent_actor_id"] == event["source"][0]["actor_id"] and not figure["part_of"]
        for count in event.get("size", {}).values():
            assert float(figure["low"]) == float(figure["high"]) == count > 0
        assert event["synthetic"] is True or event["cite_info"]["citation"] == "hard"


def crosswalk(run, path):
    found = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    assert all(row["source"] and row["code"] for row in found)
    codes = {(row["kind"], row["id"], row["level"], row["system"]): row["code"] for row in found}
    assert len(codes) == len(found) > 100
    used = {("actor", row["actor_id"], "") for row in rows(run, "actors")}
    used |= {("place", row["place_id"], row["level"]) for row in rows(run, "places")}
    around = {("place", row["country"], "country") for table in ("actors", "places") for row in rows(run, table)}
    around |= {("place", row["admin1"], "admin1") for row in rows(run, "places")}
    assert {key[:3] for key in codes} <= used | around
    assert codes["place", "AF", "country", "iso3166-1-alpha-3"] == "AFG"
    assert codes["place", "AF-KNR", "admin1", "iso3166-2"] == "AF-KNR"
    assert codes["actor", "ttp", "", "ucdp-actor"] == "356"


def main(program):
    formats = {
        **{"xlsx": xlsx, "spans": spans, "brat": brat, "conll": conll, "w3c": w3c, "geojson": geojson, "hxl": hxl},
        **{"plover": plover, "crosswalk": crosswalk},
    }
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        shutil.copytree(ROOT / "fixtures" / "reports", home / "reports")
        (home / "hard.jsonl").write_text(json.dumps({"id": "hard", "text": HARD, "published": "2026-04-15"}) + "\n")
        extract = ["extract", "reports", "hard.jsonl", "--out", "out", "--keep-text", "--format", "parquet,csv", "--compare", "--quiet"]
        subprocess.run([program, *extract], cwd=home, check=True)
        for name, check in formats.items():
            done = subprocess.run([program, "export", "out", "--to", name], cwd=home, check=True, stdout=subprocess.PIPE, text=True)
            written = home / done.stdout.split(":")[0]
            check(home / "out", written)
            print(f"{name}: {done.stdout.strip()}")
        for gold in ("out.brat", "out.spans.jsonl"):
            told = subprocess.run([program, "eval", "out", "--gold", gold, "--strict", "--exact-ids", "--json"], cwd=home, check=True, stdout=subprocess.PIPE, text=True)
            measures = json.loads(told.stdout)["measures"]
            assert measures and all(row["f1"] == 1.0 for row in measures), gold


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(str(pathlib.Path(sys.argv[1]).resolve()))
