#!/usr/bin/env python3
"""A corpus of short invented reports whose agreements, contradictions, updates, reprints and echoes are known, and its score.

usage: planted.py make REPORTS OUT.jsonl KEY.json
       planted.py score RUN_DIR KEY.json

`make` writes the same bytes every time: no clock, no system randomness. Towns are those of the lexicon, everything else is
invented. An event happens in one town on one day and is told by one to four reports; no report of an event shares a sentence
form with another, but for reprints, which are lightly edited copies. Between them stand decoys: undated and unplaced tolls,
other events in the same town, totals of a month, the wounded, civilians beside soldiers.

`score` reads the CSV tables of a run. A planted question is found if one question of the comparison holds most of its
accounts and says its relation. Of what the comparison claims, each question that relates two planted accounts must be a planted one
with that relation. It fails below 0.98 precision or 0.95 recall, of questions and of pairs of accounts.
"""

import collections
import csv
import datetime
import itertools
import json
import pathlib
import sys

from lot import Numbers

ROOT = pathlib.Path(__file__).resolve().parent.parent
PLACES = ROOT / "crates" / "lexicon" / "data" / "places.csv"
PRECISION, RECALL = 0.98, 0.95
FIRST_DAY = datetime.date(2023, 1, 9)
DAYS = 730
# Two events in one town lie so many days apart.
QUIET = 24

# Country: its name, the state's adjective, its army, the armed group against it, and how a member of that group is called.
SIDES = {
    "SD": ("Sudan", "Sudanese", "the Sudanese army", "the Rapid Support Forces", "RSF"),
    "ML": ("Mali", "Malian", "the Malian army", "JNIM", "JNIM"),
    "SO": ("Somalia", "Somali", "the Somali army", "al-Shabaab", "al-Shabaab"),
    "NG": ("Nigeria", "Nigerian", "the Nigerian army", "Boko Haram", "Boko Haram"),
    "MM": ("Myanmar", "Myanmar", "Myanmar's military", "the Arakan Army", "Arakan Army"),
    "SY": ("Syria", "Syrian", "the Syrian army", "the Syrian Democratic Forces", "SDF"),
    "CD": ("the Democratic Republic of Congo", "Congolese", "the Congolese army", "the M23", "M23"),
    "PK": ("Pakistan", "Pakistani", "Pakistan's military", "the Tehrik-i-Taliban Pakistan", "TTP"),
}
# Reports say which country they are about.
SETTING = [
    "The war in {country} goes on.", "Few roads in {country} are safe at night.", "Aid to {country} has been cut this year.",
    "Talks on {country} are to resume.", "Much of {country} is without power.", "Markets across {country} stayed open.",
]
OBSERVERS = [
    "the United Nations", "a hospital source", "the Red Cross", "residents", "rescue workers", "local officials",
    "a human rights group", "aid workers", "witnesses", "police", "teachers", "shopkeepers",
]
# Voices that are the same in every report: "residents" of two reports are not.
NAMED = ["the United Nations", "the Red Cross", "Human Rights Watch", "Amnesty International"]
OUTLETS = [f"{a} {b}" for a in ("Harbour", "Meridian", "Lantern", "Quarry", "Saltmarsh", "Upland", "Juniper", "Cobalt")
           for b in ("Wire", "Herald", "Post", "Monitor", "Courier", "Dispatch")]
ATTACKS = ["a drone strike", "an air strike", "shelling", "a rocket attack", "a car bomb", "artillery fire", "an explosion"]
TARGETS = ["the main market", "a bus station", "a residential district", "the northern outskirts", "a school", "a mosque",
           "the railway yard", "a fuel depot"]
# How a number is told. {n} number and noun, {at} where, {on} when, {c} claimant, {C} the same with a capital, {w} what, {W} the same.
ATTRIBUTED = [
    "{C} said {n} were killed {at} {on}.",
    "{W} killed {n} {at} {on}, {c} said.",
    "According to {c}, {n} were killed {at} {on}.",
    "{n2} were killed {at} {on}, according to {c}.",
    "{On}, {w} killed {n} {at}, {c} said.",
    "{n2} died when {w} hit {t} {at} {on}, {c} said.",
    "{C} reported that {w} {at} {on} had killed {n}.",
    "{At}, {n} were killed {on}, {c} said.",
    "{C} said that {w} had killed {n} {at} {on}.",
    "{C} told reporters that {n} had died {at} {on}.",
    "Fighting reached {t} {at} {on}; {c} said {n} had been killed.",
    "{C} confirmed that {n} were killed {at} {on}.",
    "{n2} lost their lives {at} {on}, {c} said.",
]
OWN_VOICE = [
    "{W} killed {n} {at} {on}.",
    "{n2} were killed {at} {on} when {w} hit {t}.",
    "{On}, {n} were killed {at}.",
    "{n2} died {at} {on}.",
    "{At}, {w} killed {n} {on}.",
    "{W} on {t} {at} {on} left {n} dead.",
    "{On}, {w} {at} killed {n}.",
    "{n2} lost their lives {at} {on}.",
]
SECOND = [
    "{C} put the toll at {bare}.",
    "{C} said {bare} had died.",
    "{C} spoke of {bare} dead.",
    "{C}, however, counted {bare} dead.",
    "But {c} said the number of dead was {bare}.",
    "{C} gave the toll as {bare}.",
]
FILLER_WHO = [
    "Shops in the old quarter", "Most schools of the district", "The bakers near the bridge", "Families from the hills",
    "Lorries bound for the coast", "The clinic by the river", "Teachers and pupils", "Traders at the eastern gate",
    "The telephone lines", "Farmers in the valley", "Volunteers with shovels", "The council and its staff", "Old men at the bus stop",
    "Two ferries", "The water works", "Drivers of the night bus", "Women at the wells", "The radio station", "Engineers from the capital",
    "The library and the court",
]
FILLER_WHAT = [
    "were still waiting for news when reporters left", "remained closed for a second week", "had no power until the evening",
    "could not be reached for much of the day", "have moved to a hall on the edge of town", "hope to start work again before winter",
    "depend on what little the convoys bring", "asked both sides to spare the hospitals", "had seen worse in the spring, people said",
    "will open again once the road is cleared", "kept to the cellars until the sirens ended", "declined to speak about the matter",
    "went on as if nothing had happened", "are waiting for word from the ministry", "have run out of flour and fuel",
    "were moved to the other bank", "stood in line for bread and candles", "complained that nobody had warned them",
    "gathered in the yard of the mosque", "are to be inspected by the end of the month",
]
FILLER_WHERE = [
    "behind the old mill", "along the canal", "at the edge of the orchards", "above the tannery", "beside the brickworks",
    "below the water tower", "around the stadium", "across from the post office", "beyond the cattle market", "near the weighbridge",
    "next to the cinema", "under the railway arch", "past the quarry", "by the lime trees",
]
UNDATED = [
    "Elsewhere, {w} killed {n}.",
    "In another incident {n} were killed.",
    "{n2} have died in similar attacks, people here say.",
]
MONTHLY = [
    "In {month}, {n} were killed in {province}, {c} said.",
    "{C} counted {n} killed in {province} in {month}.",
    "{n2} were killed in {province} in the whole of {month}, according to {c}.",
]
# Stands before a number until its place is known: the same digits may stand in a date.
MARK = "\0"
WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()


def towns():
    """Towns whose name is theirs alone, the largest of each country."""
    rows = list(csv.DictReader(PLACES.open(encoding="utf-8")))
    columns = list(rows[0])
    count = collections.Counter(row[columns[1]] for row in rows)
    provinces = {row[columns[0]]: row[columns[1]] for row in rows if row[columns[2]] == "admin1"}
    found = collections.defaultdict(list)
    for row in rows:
        name, level, country, admin1, size = (row[columns[n]] for n in (1, 2, 3, 4, 7))
        plain = name.isascii() and name.isalpha() and len(name) > 4 and count[name] == 1
        if level == "city" and country in SIDES and plain and admin1 in provinces and provinces[admin1] != name:
            found[country].append((-int(size or 0), name, provinces[admin1]))
    return [(country, name, province) for country in sorted(found) for _, name, province in sorted(found[country])[:45]]


def capital(text):
    at = 1 if text.startswith(MARK) else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


class Writer:
    def __init__(self, numbers):
        self.numbers, self.reports, self.questions = numbers, [], []
        # Of the event that is told; and where and when a month's total is planted.
        self.country, self.months = None, set()

    def day(self, day, published):
        forms = [f"on {day.day} {day:%B} {day.year}", f"on {day:%B} {day.day}, {day.year}", f"on {day.day} {day:%B}"]
        if 0 < (published - day).days < 6:
            forms += [f"on {day:%A}"] * 2
        return self.numbers.pick(forms)

    def noun(self, event, plain=False):
        _, adjective, _, _, group = SIDES[event["country"]]
        return {
            "people": "people",
            "civilians": "civilians",
            "soldiers": self.numbers.pick([f"{adjective} soldiers", f"{adjective} troops"]),
            "fighters": self.numbers.pick([f"{group} fighters", f"{group} militants"]),
        }[event["class"]]

    def bare(self, value):
        kind, number = value
        digits = WORDS[number] if number < 13 and self.numbers.below(2) else str(number)
        return MARK + {"": "", "ge": "at least ", "gt": "more than ", "approx": "about "}[kind] + digits

    def sentence(self, form, event, value, claimant, published):
        bare, noun, what = self.bare(value), self.noun(event), self.numbers.pick(ATTACKS)
        on, at = self.day(event["day"], published), f"in {event['town']}"
        if self.numbers.below(4) == 0:
            at = f"in {event['town']}, {event['province']},"
        month = f"{event['day']:%B} {event['day'].year}"
        text = form.format(
            n=f"{bare} {noun}", n2=capital(f"{bare} {noun}"), bare=bare, noun=noun, at=at, At=capital(at), on=on, On=capital(on),
            c=claimant, C=capital(claimant or ""), w=what, W=capital(what), t=self.numbers.pick(TARGETS), month=month,
            province=event["province"])
        text = text.replace(",,", ",").replace(",.", ".").replace(",;", ";")
        at = text.index(MARK)
        return text.replace(MARK, ""), (at, at + len(bare) - 1)

    def report(self, published, outlet, told, decoys=()):
        """Joins told sentences, each with the question it answers, and fillers; gives the report's number."""
        parts = [(text, span, question) for text, span, question in told]
        who = self.numbers.some(FILLER_WHO, 3 + self.numbers.below(4))
        fillers = [f"{one} {self.numbers.pick(FILLER_WHERE)} {self.numbers.pick(FILLER_WHAT)}." for one in who]
        fillers[1:1] = [self.numbers.pick(SETTING).format(country=SIDES[self.country][0])]
        parts = parts + [(text, None, None) for text in fillers[:2]] + [(text, None, None) for text in decoys]
        parts += [(text, None, None) for text in fillers[2:]]
        name, text = f"r{len(self.reports):05}", ""
        for n, (sentence, span, question) in enumerate(parts):
            if n:
                text += "\n\n" if n % 2 == 0 or question is None else " "
            if span is not None:
                question["accounts"].append([name, len(text) + span[0], len(text) + span[1]])
            text += sentence
        self.reports.append({"id": name, "published": published.isoformat(), "source": outlet, "synthetic": True, "text": text})
        return len(self.reports) - 1

    def question(self, event, kind, relation):
        self.questions.append({"kind": kind, "relation": relation, "what": f"{event['class']} {event['town']} {event['day']}",
                               "accounts": []})
        return self.questions[-1]

    def decoys(self, event):
        out = []
        if self.numbers.below(3) == 0:
            out.append(self.sentence(self.numbers.pick(UNDATED), dict(event, **{"class": "people"}), ("", 3 + self.numbers.below(40)),
                                     None, event["day"])[0])
        return out

    def event(self, event):
        """Writes the reports of one event of a kind drawn by lot."""
        numbers, self.country = self.numbers, event["country"]
        kind = numbers.pick(["agree"] * 3 + ["contradict"] * 4 + ["two-voices"] * 3 + ["update"] * 3 + ["reprint"] * 2 + ["echo"] * 2
                            + ["compatible"] * 2 + ["single"] * 2 + ["classes"] * 2 + ["month"] * 2)
        _, _, army, group, _ = SIDES[event["country"]]
        month = (event["province"], event["day"].replace(day=1))
        if kind == "month" and month in self.months:
            kind = "single"
        number = 4 + numbers.below(70)
        other = number + 3 + numbers.below(60)
        outlets, forms = numbers.some(OUTLETS, 4), numbers.some(ATTRIBUTED, 4)
        voices = numbers.some(OBSERVERS, 4)
        day = lambda n=None: event["day"] + datetime.timedelta(days=1 + numbers.below(3) if n is None else n)
        tell = lambda form, value, voice, published, what=event: self.sentence(form, what, value, voice, published)
        if event["class"] in ("soldiers", "fighters"):
            loser, winner = (army, group) if event["class"] == "soldiers" else (group, army)
            voices = [winner, loser] + [voice for voice in voices if voice not in ("police", "local officials")][:2]
        if kind == "agree":
            question = self.question(event, kind, "agree")
            for n in range(2 + numbers.below(2)):
                published = day()
                form = numbers.pick(OWN_VOICE) if n == 1 else forms[n]
                self.report(published, outlets[n], [(*tell(form, ("", number), voices[n], published), question)], self.decoys(event))
        elif kind == "contradict":
            question = self.question(event, kind, "contradict")
            for n, value in enumerate([number, other]):
                published = day()
                self.report(published, outlets[n], [(*tell(forms[n], ("", value), voices[n], published), question)], self.decoys(event))
        elif kind == "two-voices":
            question = self.question(event, kind, "contradict")
            published = day()
            first = tell(forms[0], ("", number), voices[0], published)
            second = tell(numbers.pick(SECOND), ("", other), voices[1], published)
            self.report(published, outlets[0], [(*first, question), (*second, question)])
        elif kind == "update":
            question = self.question(event, kind, "revised")
            voice = numbers.pick(NAMED) if voices[0] in OBSERVERS else voices[0]
            for n, value in enumerate([number, other]):
                published = day(1 + 2 * n)
                self.report(published, outlets[n], [(*tell(forms[n], ("", value), voice, published), question)], self.decoys(event))
        elif kind == "echo":
            question = dict(self.question(event, kind, "agree"), support="one-claimant")
            self.questions[-1] = question
            voice = numbers.pick(NAMED) if voices[0] in OBSERVERS else voices[0]
            for n in range(2 + numbers.below(2)):
                published = day(1 + n)
                self.report(published, outlets[n], [(*tell(forms[n], ("", number), voice, published), question)])
        elif kind == "reprint":
            question = self.question(event, kind, "single")
            published = day(1)
            at = self.report(published, outlets[0], [(*tell(forms[0], ("", number), voices[0], published), question)])
            copy = dict(self.reports[at], id=f"r{len(self.reports):05}", source=outlets[1], published=day(2).isoformat())
            doc, start, end = question["accounts"][0]
            tail = self.reports[at]["text"].replace("reporters left", "journalists left").replace("the matter", "this matter")
            copy["text"] = tail if tail[start:end] == self.reports[at]["text"][start:end] else self.reports[at]["text"]
            self.reports.append(copy)
            question["accounts"].append([copy["id"], start, end])
        elif kind == "compatible":
            question = self.question(event, kind, "compatible")
            values = numbers.pick([[("ge", number), ("", number + 2)], [("gt", number), ("", number + 5)], [("approx", 40), ("", 38)]])
            for n, value in enumerate(values):
                published = day()
                self.report(published, outlets[n], [(*tell(forms[n], value, voices[n], published), question)])
        elif kind == "single":
            question = self.question(event, kind, "single")
            published = day()
            self.report(published, outlets[0], [(*tell(forms[0], ("", number), voices[0], published), question)], self.decoys(event))
        elif kind == "classes":
            # Civilians and soldiers of one event are two questions, each told twice.
            for n, (counted, value) in enumerate([("civilians", number), ("soldiers", other)]):
                what = dict(event, **{"class": counted})
                question = self.question(what, kind, "agree")
                said = numbers.some(OBSERVERS[:6], 2)
                for m in range(2):
                    published = day()
                    self.report(published, outlets[2 * n + m], [(*tell(forms[2 * n + m], ("", value), said[m], published, what), question)])
        else:
            # A month's total of the province is no rival of one day's toll.
            self.months.add(month)
            toll, total = self.question(event, kind, "single"), self.question(dict(event, town=event["province"]), "total", "single")
            published = day()
            self.report(published, outlets[0], [(*tell(forms[0], ("", number), voices[0], published), toll)])
            later = (event["day"].replace(day=1) + datetime.timedelta(days=40)).replace(day=4)
            text = tell(numbers.pick(MONTHLY), ("", number + 100 + numbers.below(300)), numbers.pick(OBSERVERS[:3]), later)
            self.report(later, outlets[1], [(*text, total)])


def make(reports, out, key):
    numbers = Numbers(7)
    writer, places = Writer(numbers), towns()
    free = {town[1]: 0 for town in places}
    at = 0
    while len(writer.reports) < reports:
        country, town, province = places[at % len(places)]
        at += 1
        free[town] += QUIET + numbers.below(40)
        event = {"country": country, "town": town, "province": province, "day": FIRST_DAY + datetime.timedelta(days=free[town] % (DAYS * 4)),
                 "class": numbers.pick(["people"] * 3 + ["civilians"] * 2 + ["soldiers"] * 2 + ["fighters"])}
        writer.event(event)
    for path, lines in ((out, writer.reports), (key, [writer.questions])):
        path = pathlib.Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8", newline="\n")
    print(f"{out}: {len(writer.reports)} reports, {len(writer.questions)} planted questions")


def read(run, table):
    with (pathlib.Path(run) / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def score(run, key, show):
    planted = json.loads(pathlib.Path(key).read_text("utf-8"))
    spans = collections.defaultdict(list)
    for row in read(run, "figures"):
        spans[row["doc_id"]].append((int(row["start"]), int(row["end"]), row["figure_id"]))
    asked = {(row["doc_id"], row["figure_id"]): row["question_id"] for row in read(run, "compare_figures")}
    findings = {row["question_id"]: row for row in read(run, "findings")}
    said = {i: row["relation"] for i, row in findings.items()}

    def place(account):
        doc, start, end = account
        hits = [asked.get((doc, f)) for s, e, f in spans.get(doc, ()) if min(e, end) > max(s, start)]
        return next((hit for hit in hits if hit), None)

    found = [[place(account) for account in question["accounts"]] for question in planted]
    members = collections.defaultdict(collections.Counter)
    for n, ids in enumerate(found):
        members_of = [i for i in ids if i]
        for i in members_of:
            members[i][n] += 1
    pairs = collections.Counter()
    for ids in found:
        for a, b in itertools.combinations(ids, 2):
            pairs["right" if a and a == b else "missed"] += 1
    for counts in members.values():
        pairs["wrong"] += sum(a * b for a, b in itertools.combinations(counts.values(), 2))
    kinds, claimed, true = collections.defaultdict(collections.Counter), 0, 0
    for n, (question, ids) in enumerate(zip(planted, found)):
        best, votes = (collections.Counter(i for i in ids if i).most_common(1) or [(None, 0)])[0]
        right = votes * 2 > len(ids) and said.get(best) == question["relation"]
        # Many outlets with one voice are one claimant, repeated.
        right = right and findings[best]["support"] == question.get("support", findings[best]["support"])
        kinds[question["kind"]]["right" if right else f"said {said.get(best)}"] += 1
        if show and not right:
            print(question["kind"], question["relation"], "said", said.get(best), question["what"], question["accounts"], ids)
    for i, counts in members.items():
        if said[i] != "single":
            claimed += 1
            n, votes = counts.most_common(1)[0]
            true += said[i] == planted[n]["relation"] and len(counts) == 1
    for kind in sorted(kinds):
        print(f"{kind:12}", dict(kinds[kind].most_common()))
    right = sum(counts["right"] for counts in kinds.values())
    marks = {
        "question precision": (true / max(claimed, 1), PRECISION),
        "question recall": (right / max(len(planted), 1), RECALL),
        "pair precision": (pairs["right"] / max(pairs["right"] + pairs["wrong"], 1), PRECISION),
        "pair recall": (pairs["right"] / max(pairs["right"] + pairs["missed"], 1), RECALL),
    }
    for name, (value, floor) in marks.items():
        print(f"{name:18} {value:.4f} (at least {floor})")
    return all(value >= floor for value, floor in marks.values())


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        make(int(sys.argv[2]), sys.argv[3], sys.argv[4])
    else:
        sys.exit(0 if score(sys.argv[2], sys.argv[3], "--errors" in sys.argv) else 1)
