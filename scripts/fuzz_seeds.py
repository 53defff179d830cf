"""What each fuzz target begins with: files and words taken from the fixtures, the lexicon and the sources, the same every time."""

import csv
import email.message
import gzip
import io
import pathlib
import re
import tarfile
import zipfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIXTURES, CRATES = ROOT / "fixtures", ROOT / "crates"
LEXICON = CRATES / "lexicon/data"
# Ends the parts of an input that is made of several: files of a pack, runs, documents, fields.
PART, DOCUMENT, FIELD = "\x1e", "\x1d", "\x1f"
LITERAL = re.compile(r'b?"((?:[^"\\]|\\.)*)"', re.DOTALL)
ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|x([0-9a-fA-F]{2})|\n\s*|(.))")
HOSTILE = ["</script><script>alert(1)</script>", "<img src=x onerror=alert(2)>", '" onclick="alert(3)', "'<!--", "javascript:alert(4)",
           "]]>", "&lt;", "&#0;", "\u202e\u2028", "=1+1"]
# Words that a format has, and no fixture or source of ours holds.
PDF_WORDS = ["<<", ">>", "/FlateDecode", "/ObjStm", "/XRef", "/Type0", "/CIDFontType2", "/Identity-H", "/ToUnicode", "/ActualText", "/Encrypt",
             "beginbfchar", "endbfchar", "beginbfrange", "endbfrange", "begincodespacerange", "endcodespacerange", "stream\n", "endstream",
             "endobj", "startxref", "trailer", "BDC", "EMC", "TJ", "Td", "TD", "T*", "cm", "Do"]


def files(*patterns):
    """The fixtures of these names, by name."""
    found = {path for pattern in patterns for path in FIXTURES.rglob(pattern)}
    return {f"{path.parent.name}-{path.name}": path.read_bytes() for path in sorted(found)}


def literals(*sources):
    """The string literals of sources, in order."""
    for source in sources:
        for path in sorted(CRATES.glob(source)):
            for literal in LITERAL.findall(path.read_text("utf-8")):
                yield ESCAPE.sub(unescaped, literal)


def unescaped(match):
    code, other = match[1] or match[2], match[3]
    if code:
        # Half of a pair is no character.
        return "" if 0xD800 <= int(code, 16) < 0xE000 else chr(int(code, 16))
    return {"n": "\n", "t": "\t", "r": "\r", "0": "\0", None: ""}.get(other, other)


def sentences():
    """What rules are tested with: each a seed of its own, and the reports."""
    texts = [text for text in literals("extract/src/**/*.rs", "extract/tests/*.rs") if text.count(" ") >= 2 and len(text) < 2000]
    seeds = {f"sentence-{number:04}": text.encode() for number, text in enumerate(dict.fromkeys(texts))}
    return seeds | {name: content[:4000] for name, content in files("reports/*.txt", "reports/*.md", "world/**/*.txt").items()}


def cells(path, column, step=1):
    with open(LEXICON / path, encoding="utf-8", newline="") as lines:
        return [row[column] for row in csv.DictReader(lines)][::step]


def words():
    """Words that rules look for."""
    found = []
    for name in ["claims", "grammar", "movement", "numbers", "times", "places"]:
        found += cells(f"cues/{name}.csv", "phrase")
    found += cells("cues/measures.csv", "phrase", 3) + cells("unit_aliases.csv", "alias") + cells("vague.csv", "phrase")
    found += cells("actor_aliases.csv", "alias", 20) + cells("place_aliases.csv", "alias", 200) + cells("demonyms.csv", "word", 4)
    return found + ["\u202e", "\u200d", "\u0301", "\U0001f600", "\r\n", "“", "”", "’s ", " – ", "2,600-kilometer", "$4m"]


def packs():
    """The first rows of each kind of pack file, alone and together, and a pack in TOML."""
    heads = {}
    for path in sorted(LEXICON.rglob("*.csv")):
        name = str(path.relative_to(LEXICON))
        heads[name] = name + "\n" + "\n".join(path.read_text("utf-8").split("\n")[:12])
    toml = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/lexicon.md").read_text("utf-8"), re.DOTALL)
    people = "actors.csv\nid,name,type,country\nvalley,Valley Guard,armed-group,\n"
    alias = "actor_aliases.csv\nalias,actor,case,context,action\nVG,valley,exact,yes,\nValley Guards,valley,,,\n"
    joined = PART.join([people, alias, heads["cues/claims.csv"], heads["cues/numbers.csv"], heads["units.csv"], heads["vague.csv"]])
    seeds = {name.replace("/", "-"): text for name, text in heads.items()} | {"joined": joined, "people": people + PART + alias}
    seeds |= {f"toml-{number}": "ours.toml\n" + text for number, text in enumerate(toml)}
    return {name: text.encode() for name, text in seeds.items()}


def texts():
    seeds = files("*.txt", "*.md", "*.txt.gz")
    plain = b"Seven people were killed in Kunar.\n"
    return seeds | {"gzip": gzip.compress(plain, mtime=0), "gzip-twice": gzip.compress(plain, mtime=0) * 2,
                    "matter": b"---\ntitle: A\nsource: \"B\"\npublished: 2026-04-01\ntags: [a, {b: c}]\nsynthetic: true\n---\nText.\n",
                    "zstd": b"\x28\xb5\x2f\xfd\x04\x58\x11\x00\x00ab\xa1"}


def mails():
    mail = email.message.EmailMessage()
    mail["From"], mail["Date"], mail["Subject"] = "Desk <desk@example.org>", "Tue, 14 Apr 2026 10:00:00 +0000", "=?utf-8?q?Caf=C3=A9?="
    mail.set_content("Nine people were killed.\n")
    mail.add_alternative("<p>Nine people were <b>killed</b>.</p>", subtype="html")
    mail.add_attachment(b"Two died in Asmar.", maintype="text", subtype="plain", filename="note.txt")
    mail.add_attachment(zipped([("a.txt", b"One.")]), maintype="application", subtype="zip", filename="pack.zip")
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"b{number}")
    return files("*.eml") | {"attachments": mail.as_bytes()}


def pdf(objects):
    """A PDF of objects numbered from 1, the first of which is its catalogue."""
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)


def pdfs():
    mapped = (b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Adobe-Identity-UCS def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n2 beginbfchar\n<0003> <0020>\n"
              b"<0011> <00660069>\nendbfchar\n1 beginbfrange\n<0024> <003d> <0041>\nendbfrange\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
    page = b"BT /F1 11 Tf 1 0 0 1 50 700 Tm [<00240025> -250 <0011>] TJ 0 -14 Td <00260027> Tj T* (x) ' ET /Im Do BI /W 1 ID x EI"

    def stream(content, more=b""):
        return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), more, content)

    def document(contents, cmap):
        return pdf([
            b"<</Type/Catalog/Pages 2 0 R/Lang(en)>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate 90/Contents[4 0 R]/Resources<</Font<</F1 5 0 R>>/XObject<</Im 8 0 R>>>>>>",
            contents, b"<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 7 0 R/DescendantFonts[6 0 R]>>",
            b"<</Type/Font/Subtype/CIDFontType2/DW 500/W[36[600 600]38 60 550]>>", cmap,
            stream(b"q 1 0 0 1 9 9 cm BT /F1 9 Tf <0024> Tj ET Q", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Matrix[1 0 0 1 0 0]"),
        ])

    packed = stream(zlib.compress(page), b"/Filter/FlateDecode")
    return files("*.pdf") | {"mapped": document(stream(page), stream(mapped)), "packed": document(packed, stream(mapped))}


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members:
            method = zipfile.ZIP_DEFLATED if len(content) > 200 else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def tarred(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


MEMBERS = [("a.txt", b"One died."), ("b/c.jsonl", b'{"id":1,"text":"Two."}\n'), ("b/index.json", b'[{"id":"c","title":"T"}]'), ("../d.txt", b"x")]


def zips():
    return files("*.zip", "*.docx", "*.odt") | {"small": zipped(MEMBERS), "nested": zipped([("n.zip", zipped(MEMBERS)), ("t.tar", tarred(MEMBERS))])}


def tars():
    return {"small": tarred(MEMBERS), "long": tarred([("n" * 120 + "/é.txt", b"One.")]), "nested": tarred([("n.zip", zipped(MEMBERS))])}


def office():
    """The XML of Word and OpenDocument files, and the files."""
    packed = files("*.docx", "*.odt")
    inside = {}
    for name, content in packed.items():
        archive = zipfile.ZipFile(io.BytesIO(content))
        inside |= {f"{name}-{member.replace('/', '-')}": archive.read(member) for member in archive.namelist() if member.endswith(".xml")}
    return packed | inside


def runs():
    """Runs that differ in a word, a sentence, a document and the pack."""
    parts = list(sentences().values())
    texts = [part.decode("utf-8", "ignore") for part in parts if 40 < len(part) < 900]
    def document(*fields):
        return FIELD.join(fields)
    seeds = {}
    for number in range(0, len(texts) - 3, 12):
        one, two, three = texts[number : number + 3]
        old = DOCUMENT.join([document(one + " " + two, "Title", "Wire", "-x"), document(three)])
        new = DOCUMENT.join([document(one + " " + three, "Title", "Wire", "-x"), document(two, HOSTILE[number % len(HOSTILE)])])
        seeds[f"run-{number:04}"] = (old + PART + ("+" if number % 2 else "") + new).encode()
    return seeds


def pages():
    """Pieces for the cells of a compared run."""
    parts = [part.decode("utf-8", "ignore") for part in list(sentences().values())[:400:8]]
    places = cells("places.csv", "id", 2000)
    return {f"page-{at:03}": FIELD.join([HOSTILE[at % len(HOSTILE)], part, "12.5", "", places[at % len(places)], "x", "killed"]).encode()
            for at, part in enumerate(parts)}


# Seeds and words of each target.
TARGETS = {
    "pdf": (pdfs, lambda: [*literals("ingest/src/pdf.rs", "ingest/src/pdf/*.rs"), *PDF_WORDS]),
    "office": (office, lambda: [*literals("ingest/src/office.rs", "ingest/tests/formats/make.rs", "ingest/tests/formats/samples.rs")]),
    "mail": (mails, lambda: [*literals("ingest/src/mail.rs"), "Content-Type: ", "multipart/mixed; boundary=", "text/html; charset=",
                             "Content-Transfer-Encoding: base64", "quoted-printable", "Content-Disposition: attachment; filename=", "=?utf-8?b?"]),
    "html": (lambda: files("*.html", "*.xml"), lambda: [*literals("ingest/src/html.rs", "ingest/src/html/*.rs"), *HOSTILE]),
    "zip": (zips, lambda: ["PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "PK\x06\x06", "PK\x06\x07", "PK\x07\x08", "index.json", ".zip", ".tar"]),
    "tar": (tars, lambda: ["ustar\x0000", "ustar  \x00", "././@LongLink", " path=", " size=", "index.json", ".zip", ".jsonl"]),
    "parquet": (lambda: files("*.parquet"), lambda: ["PAR1", "text", "id", "title", "published", "source"]),
    "extract": (sentences, words),
    "lexicon": (packs, lambda: [*literals("lexicon/src/*.rs", "lexicon/src/compile/*.rs")]),
    "feed": (lambda: files("*.xml", "*.html"), lambda: [*literals("ingest/src/feed.rs", "ingest/src/xml.rs", "ingest/tests/formats.rs"), *HOSTILE]),
    "json_lines": (lambda: files("*.jsonl", "*.json"), lambda: [*literals("ingest/src/json.rs", "ingest/src/field.rs", "ingest/src/metadata.rs")]),
    "csv": (lambda: files("bad/*.csv") | {"sound": b"id;text;published\n1;\"One \"\"died\"\".\";2026-04-01\n"},
            lambda: [*literals("ingest/src/csv_r*.rs", "ingest/src/field.rs", "ingest/src/metadata.rs")]),
    "text": (texts, lambda: [*literals("ingest/src/front_matter.rs", "ingest/src/field.rs", "ingest/src/metadata.rs")]),
    "tokenize": (sentences, words),
    "diff": (runs, lambda: [*words()[::4], *HOSTILE, PART, PART + "+", DOCUMENT, FIELD]),
    "page": (pages, lambda: [*HOSTILE, FIELD]),
}


def dictionary(words):
    """Words as libFuzzer reads them, each once; longer ones than it takes are left out."""
    lines = []
    for word in dict.fromkeys(words):
        data = word.encode()
        if 1 < len(data) <= 48:
            lines.append('"' + "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in data) + '"\n')
    return "".join(lines)


def sow(target, folder):
    """Writes the seeds of a target into `folder`/seeds and its words into `folder`/words."""
    seeds, words = TARGETS[target]
    (folder / "seeds").mkdir(parents=True, exist_ok=True)
    for name, content in seeds().items():
        (folder / "seeds" / name).write_bytes(content)
    (folder / "words").write_text(dictionary(words()), "ascii")
