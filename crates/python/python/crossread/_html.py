"""A document with its mentions highlighted by layer, for notebooks. Everything that comes from a text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

#: Colours of the layers, light enough for black text and apart also for the colour-blind.
COLOURS = {"actors": "#cfe2ff", "places": "#d5ecd4", "times": "#ece0f5", "figures": "#ffe08a"}
#: What a mention's tooltip says, by layer.
TITLES = {
    "actors": ("actor", "actor_id", "type"),
    "places": ("place", "place_id", "level", "role"),
    "times": ("date_from", "date_to", "granularity"),
    "figures": ("measure", "low", "high", "unit", "claimant", "stance"),
}


def text_of(sentences: Iterable[Mapping[str, Any]], chars: int) -> str:
    """A document's text from its sentences: what stands between them is white space."""
    text = [" "] * chars
    for sentence in sentences:
        text[sentence["start"] : sentence["end"]] = sentence["text"]
    return "".join(text)


def highlighted(
    document: Mapping[str, Any], sentences: list[dict[str, Any]], layers: Mapping[str, list[dict[str, Any]]]
) -> str:
    """The document as HTML: its head, then a paragraph a sentence with its mentions marked."""
    text = text_of(sentences, document["chars"])
    parts = []
    for sentence in sentences:
        inside = [
            (layer, row)
            for layer, rows in layers.items()
            for row in rows
            if sentence["start"] <= row["start"] and row["end"] <= sentence["end"]
        ]
        parts.append("<p style='margin:.3em 0'>" + _marked(text, sentence["start"], sentence["end"], inside) + "</p>")
    known = [document["source"], document["published"], "SYNTHETIC" if document["synthetic"] else None]
    head = " · ".join(escape(str(part)) for part in [document["doc_id"], *known] if part is not None)
    return f"<div style='margin:.6em 0'><b>{head}</b>{''.join(parts)}</div>"


def _marked(text: str, start: int, end: int, rows: list[tuple[str, dict[str, Any]]]) -> str:
    """A stretch of text, cut at every edge of a mention; where mentions overlap, the shortest one colours."""
    edges = sorted({start, end, *(row[edge] for _, row in rows for edge in ("start", "end"))})
    out = []
    for left, right in zip(edges, edges[1:]):
        piece = escape(text[left:right])
        over = [(layer, row) for layer, row in rows if row["start"] <= left and right <= row["end"]]
        if over:
            layer, _ = min(over, key=lambda found: found[1]["end"] - found[1]["start"])
            title = escape("; ".join(_title(*found) for found in over), quote=True)
            piece = f"<mark style='background:{COLOURS[layer]};color:#000' title='{title}'>{piece}</mark>"
        out.append(piece)
    return "".join(out)


def _title(layer: str, row: Mapping[str, Any]) -> str:
    told = [str(row[column]) for column in TITLES[layer] if row[column] is not None]
    return f"{layer.removesuffix('s')}: {', '.join(told)}"


def legend() -> str:
    """Which colour is which layer."""
    marks = [f"<mark style='background:{colour};color:#000'>{layer}</mark>" for layer, colour in COLOURS.items()]
    return f"<div>{' '.join(marks)}</div>"
