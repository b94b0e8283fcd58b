"""Timeline and narratives as pictures: SVG files of one column, readable on paper and on a telephone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup, escape

from countermove.evidence.documents.work import Work
from countermove.evidence.telling.narratives import Narrative, Voice
from countermove.evidence.telling.timeline import Event, Timeline
from countermove.evidence.telling.when import When
from countermove.views.diagram_text import text_width, wrap
from countermove.views.evidence_narratives import narrative_sentences, voice_words
from countermove.views.evidence_timeline import (
    event_text,
    origin_words,
    time_words,
    timeline_sentences,
)
from countermove.views.words import count, number

__all__ = ["MARGIN", "MARK", "SIGNS", "Sheet", "narratives_plot", "put_mark", "sign_of", "timeline_plot"]

MARK = Markup('class="countermove-plot"')
"""By this a file is known to be a plot of ours."""

WIDTH = 400.0
MARGIN = 16.0
LINE = 18.0
AXIS = MARGIN + 6
TEXT = AXIS + 18
MOST_EVENTS = 400
MOST_VOICES = 12
MOST_LINES = 4
COLOURS = 7

_STYLE = Markup("""
.countermove-plot { --paper: #fdfcfa; --ink: #1b1b1a; --soft: #5a5954; --line: #d8d6cf;
  --c0: #0072b2; --c1: #b84f00; --c2: #007a5a; --c3: #a34f80; --c4: #6b6a65; --c5: #8a6100; --c6: #2a6f97;
  max-width: 100%; height: auto; color-scheme: light dark;
  font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans",
    Arial, sans-serif; font-variant-numeric: tabular-nums; }
@media (prefers-color-scheme: dark) { .countermove-plot { --paper: #16181b; --ink: #e9e7e2; --soft: #a9a79f;
  --line: #44484d; --c0: #4aa3dc; --c1: #f0803a; --c2: #2fbf94; --c3: #dd9cc0; --c4: #9a9890; --c5: #e9ad2b;
  --c6: #7cc6f0; } }
.countermove-plot .paper { fill: var(--paper); }
.countermove-plot text { fill: var(--ink); }
.countermove-plot .soft { fill: var(--soft); }
.countermove-plot .strong { font-weight: 650; }
.countermove-plot .head { font-size: 18px; font-weight: 650; }
.countermove-plot .sub { font-size: 15px; font-weight: 650; }
.countermove-plot .axis { stroke: var(--soft); stroke-width: 1; }
.countermove-plot .gap { stroke-dasharray: 2 4; }
.countermove-plot .rule { stroke: var(--line); stroke-width: 1; }
.countermove-plot .full { fill: var(--ink); }
.countermove-plot .hollow { fill: var(--paper); stroke: var(--ink); stroke-width: 1.75; }
.countermove-plot .speaker { fill: var(--c0); }
.countermove-plot .on { fill: var(--paper); font-weight: 650; text-anchor: middle; }
.countermove-plot .w0 { fill: var(--c0); } .countermove-plot .w1 { fill: var(--c1); }
.countermove-plot .w2 { fill: var(--c2); } .countermove-plot .w3 { fill: var(--c3); }
.countermove-plot .w4 { fill: var(--c4); } .countermove-plot .w5 { fill: var(--c5); }
.countermove-plot .w6 { fill: var(--c6); }
""")
SIGNS = {
    "stated": "dated by its words",
    "publication": "the year is that of the publication",
    "inferred": "inferred from another date",
    "claim": "a claim of the model",
}
"""How an event's date was got, in words."""


_RECT = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:g}"/>')
_TEXT = Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>')


class Sheet:
    """One column that grows downwards."""

    def __init__(self, width: float = WIDTH) -> None:
        self.width = width
        self.y = MARGIN
        self.parts: list[Markup] = []

    def mark(self, kind: str, x: float, y: float, width: float, height: float = 14) -> None:
        """Draw a bar or a square."""
        self.add(_RECT, kind, x, y, width, height)

    def words(self, kind: str, x: float, y: float, words: str) -> None:
        """Write one line where it stands."""
        self.add(_TEXT, kind, x, y, _legal(words))

    def add(self, form: Markup, *values: object) -> None:
        """Draw something where it stands."""
        self.parts.append(form.format(*values))

    def text(self, words: str, kind: str = "", x: float = MARGIN, size: float = 13, most: int = 40) -> None:
        """Write a paragraph and go on below it."""
        # The estimate of a text's width is for ordinary weight; the bold of headings is wider.
        room = (self.width - MARGIN - x) * 13 / size / (1.08 if kind in ("head", "sub", "strong") else 1)
        for line in wrap(words, room, most):
            self.y += LINE * size / 13
            self.words(kind, x, self.y - 4, line)

    def rule(self) -> None:
        """Draw a hairline."""
        self.y += 8
        self.add(Markup('<path class="rule" d="M{:g} {:.1f}H{:g}"/>'), MARGIN, self.y, self.width - MARGIN)
        self.y += 8

    def svg(self, title: str, description: Iterable[str]) -> str:
        """Return the file."""
        height = round(self.y + MARGIN)
        head = Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" {0} viewBox="0 0 {1:g} {2}" width="{1:g}" height="{2}" '
            'role="img" aria-labelledby="plot-title plot-desc"><title id="plot-title">{3}</title>'
            '<desc id="plot-desc">{4}</desc><style>{5}</style>'
            '<rect class="paper" width="100%" height="100%"/>'
        ).format(MARK, self.width, height, _legal(title), _legal(" ".join(description)), _STYLE)
        body = Markup("\n").join(self.parts)
        return f"{head}\n{body}\n</svg>\n"


def _legal(text: str) -> Markup:
    """Escape a text for XML, which has no control characters."""
    return escape("".join(char for char in text if char.isprintable() or char == " "))


# ---------------------------------------------------------------- the timeline
def timeline_plot(found: Timeline, works: Sequence[Work], claims: int, title: str) -> str:
    """Draw events in their order, downwards, each with its date, its text and where it comes from.

    Parameters
    ----------
    found : Timeline
        At most `MOST_EVENTS` are drawn, and then it says how many are not.
    works : sequence of Work
        What they were found in.
    claims : int
        How many claims have a date.
    title : str
        Of the whole.
    """
    sheet = Sheet()
    by_id = {work.id: work for work in works}
    told = timeline_sentences(found, works, claims)
    sheet.text(title, "head", size=18)
    sheet.y += 4
    for sentence in told:
        sheet.text(sentence)
    sheet.y += LINE
    drawn = found.dated[:MOST_EVENTS]
    before: Event | None = None
    for each in drawn:
        _event(sheet, each, before, by_id)
        before = each
    if len(drawn) < len(found.dated):
        rest = len(found.dated) - len(drawn)
        sheet.text(f"{count(rest, 'later event').capitalize()} not drawn; --json has all.", "soft", TEXT)
    if drawn:
        sheet.rule()
        for sign in [each for each in SIGNS if each in {sign_of(event) for event in drawn}]:
            sheet.y += LINE
            put_mark(sheet, sign, AXIS, sheet.y - 8)
            sheet.words("soft", TEXT, sheet.y - 4, SIGNS[sign])
    listed = [f"{time_words(each.when)}: {event_text(each)}" for each in drawn if each.when]
    return sheet.svg(title, [*told, *listed])


def _event(sheet: Sheet, event: Event, before: Event | None, works: Mapping[str, Work]) -> None:
    assert event.when is not None
    top = sheet.y + 9
    if before is None or before.when != event.when:
        if before is not None and before.when is not None and (gap := _years(before.when, event.when)):
            sheet.add(Markup('<path class="axis gap" d="M{:g} {:.1f}v22"/>'), AXIS, sheet.y)
            sheet.words("soft", TEXT, sheet.y + 14, gap)
            sheet.y += 26
            top = sheet.y + 9
        sheet.text(time_words(event.when), "strong", TEXT)
    sheet.text(event_text(event), "", TEXT, most=MOST_LINES)
    sheet.text(origin_words(event, works), "soft", TEXT, most=1)
    sheet.y += 10
    sheet.add(Markup('<path class="axis" d="M{:g} {:.1f}V{:.1f}"/>'), AXIS, top, sheet.y)
    put_mark(sheet, sign_of(event), AXIS, top)


def _years(before: When, after: When) -> str:
    """Say how long nothing is told of, from a year on; between loose times at the least."""
    years = (after.first - before.last).days // 365
    least = "" if before.precision == after.precision == "day" else "at least "
    return f"{least}{count(years, 'year')} on" if years > 0 else ""


def sign_of(event: Event) -> str:
    """Return how an event's date was got: one of `SIGNS`."""
    return "claim" if event.date is None else event.date.how


def put_mark(sheet: Sheet, sign: str, x: float, y: float) -> None:
    """Draw the sign of how a date was got."""
    match sign:
        case "publication":
            sheet.add(Markup('<path class="full" d="M{:g} {:.1f}l6 6l-6 6l-6 -6z"/>'), x, y - 6)
        case "claim":
            sheet.mark("full", x - 4.5, y - 4.5, 9, 9)
        case _:
            sheet.add(
                Markup('<circle class="{}" cx="{:g}" cy="{:.1f}" r="4.5"/>'),
                "hollow" if sign == "inferred" else "full",
                x,
                y,
            )


# ---------------------------------------------------------------- narratives
def narratives_plot(found: Sequence[Narrative], works: Sequence[Work], title: str) -> str:
    """Draw how often each narrative is voiced, by whom and, where works differ in that, when published.

    All bars have one scale. Of more than one work each has a colour and a letter of its own.

    Parameters
    ----------
    found : sequence of Narrative
        One panel each.
    works : sequence of Work
        What they were looked for in.
    title : str
        Of the whole.
    """
    sheet = Sheet()
    sheet.text(title, "head", size=18)
    sheet.y += 4
    named = {work.id: place for place, work in enumerate(works)} if len(works) > 1 else {}
    counts = [times for each in found for _, times in [*each.by_voice, *_published(each)]]
    unit = (WIDTH - 2 * MARGIN - 36) / max(counts, default=1)
    described: list[str] = []
    for each in found:
        sheet.rule()
        sheet.text(each.name, "sub", size=15)
        sheet.y += 3
        told = narrative_sentences(each, works)
        for sentence in told:
            sheet.text(sentence, "soft")
        described += [f"{each.name}:", *told]
        described += _voices(sheet, each, unit, named)
        if len({work.published for work in works}) > 1 and each.mentions:
            described += _dates(sheet, each, unit, named)
    if named:
        sheet.rule()
        used = {mention.work for each in found for mention in each.mentions}
        for work in works:
            if work.id in used:
                _legend(sheet, work, named[work.id])
    elif any(each.mentions for each in found):
        sheet.rule()
        _kinds(sheet, {voice.kind for each in found for voice, _ in each.by_voice})
    return sheet.svg(title, described)


def _published(found: Narrative) -> list[tuple[str, int]]:
    return sorted(Counter(each.published for each in found.mentions).items())


def _voices(sheet: Sheet, found: Narrative, unit: float, named: Mapping[str, int]) -> list[str]:
    """Draw a bar for each voice, most first."""
    shown = found.by_voice[:MOST_VOICES]
    for voice, times in shown:
        works = Counter(each.work for each in found.mentions if voice in each.voices)
        _bar(sheet, voice_words(voice), times, unit, works, named, voice)
    rest = found.by_voice[MOST_VOICES:]
    if rest:
        times = sum(each for _, each in rest)
        sheet.text(f"{number(len(rest)).capitalize()} more, {times} times together; --json has all.", "soft")
    return [f"{voice_words(voice)}: {times}." for voice, times in found.by_voice]


def _dates(sheet: Sheet, found: Narrative, unit: float, named: Mapping[str, int]) -> list[str]:
    """Draw a bar for each date of publication, in order."""
    sheet.y += 8
    sheet.text("By when it was published", "strong")
    dated = _published(found)
    for published, times in dated:
        works = Counter(each.work for each in found.mentions if each.published == published)
        _bar(sheet, published or "not known", times, unit, works, named, None)
    return [f"Published {published or 'at a time not known'}: {times}." for published, times in dated]


def _bar(
    sheet: Sheet,
    label: str,
    times: int,
    unit: float,
    works: Mapping[str, int],
    named: Mapping[str, int],
    voice: Voice | None,
) -> None:
    sheet.y += 4
    sheet.text(label, "", most=1)
    top, x = sheet.y + 2, MARGIN
    kind = {"author": "full", "unnamed": "hollow"}.get(voice.kind if voice else "", "speaker")
    if not named:
        sheet.mark(kind, x, top, unit * times)
        x += unit * times
    for work, part in sorted(works.items(), key=lambda each: named.get(each[0], 0)) if named else ():
        wide, place = unit * part, named[work]
        sheet.mark(f"w{place % COLOURS}", x, top, max(wide - 1.5, 1.0))
        if wide > text_width(_letter(place)) + 6:
            sheet.words(
                "on",
                x + wide / 2 - 1,
                top + 11.5,
                _letter(place),
            )
        x += wide
    sheet.words("", x + 6, top + 11, f"{times:,}")
    sheet.y += 22


def _letter(place: int) -> str:
    """Return a work's letter: A to Z, then AA and on."""
    first, last = divmod(place, 26)
    return (_letter(first - 1) if first else "") + chr(ord("A") + last)


def _legend(sheet: Sheet, work: Work, place: int) -> None:
    top = sheet.y + 3
    sheet.mark(f"w{place % COLOURS}", MARGIN, top, 26)
    sheet.words("on", MARGIN + 13, top + 11.5, _letter(place))
    about = f"{work.id}, {work.published}" if work.published else work.id
    sheet.text(about, "soft", MARGIN + 34, most=1)
    sheet.y += 4


def _kinds(sheet: Sheet, kinds: set[str]) -> None:
    for kind, style, words in (
        ("author", "full", "the author's own words"),
        ("speaker", "speaker", "quoted or reported"),
        ("unnamed", "hollow", "quoted or reported, and nobody is named"),
    ):
        if kind in kinds:
            top = sheet.y + 3
            sheet.mark(style, MARGIN + 1, top, 18, 12)
            sheet.text(words, "soft", MARGIN + 28, most=1)
            sheet.y += 4
