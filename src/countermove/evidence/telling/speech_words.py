"""The words by which a text hands the floor to somebody: verbs and nouns of saying, and what ends a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "ADVERBS",
    "AUXILIARIES",
    "BE",
    "BREAKS",
    "DETERMINERS",
    "LINKS",
    "MODALS",
    "NEGATIONS",
    "NOUNS",
    "PRONOUNS",
    "TITLES",
    "VENUES",
    "VERBS",
    "Form",
    "Verb",
]

Tense = Literal["base", "s", "past", "ing"]


@dataclass(frozen=True)
class Verb:
    """A verb of saying.

    Attributes
    ----------
    lemma : str
        Its base form.
    kind : str
        ``speech``, or ``view`` for what somebody is said to believe.
    needs : tuple of str
        Words of which one must follow, such as ``for`` after "call"; empty if none must.
    noun : bool
        Whether a form of it is a noun too ("reports"), so that more has to speak for the verb.
    names : bool
        Whether it says what somebody takes a thing for ("describe it as").
    passive : bool
        Whether its past form alone after a noun may be a passive ("the truce announced on Monday").
    """

    lemma: str
    kind: Literal["speech", "view"] = "speech"
    needs: tuple[str, ...] = ()
    noun: bool = False
    names: bool = False
    passive: bool = False


@dataclass(frozen=True)
class Form:
    """A form of a verb as it stands in a text."""

    verb: Verb
    tense: Tense


_SAYING = (
    "say tell ask add argue insist remind acknowledge admit contend assert concede reveal explain stress"
)
_SAYING_TOO = "emphasize emphasise reiterate complain predict caution recall respond vow pledge quip remark"
_NOUN_TOO = "claim report note signal warn state reply answer comment promise estimate"
_NOUN_TOO_PASSIVE = (
    "demand condemn reject welcome deny announce declare confirm threaten urge accuse suggest propose"
)
_BELIEVING = "believe think fear hope suspect"
_NAMING = "picture portray describe label brand depict denounce dub"

_IRREGULAR = {
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "write": ("writes", "wrote", "writing"),
    "think": ("thinks", "thought", "thinking"),
    "speak": ("speaks", "spoke", "speaking"),
    "admit": ("admits", "admitted", "admitting"),
    "signal": ("signals", "signaled", "signaling"),
    "deny": ("denies", "denied", "denying"),
    "reply": ("replies", "replied", "replying"),
    "stress": ("stresses", "stressed", "stressing"),
    "label": ("labels", "labeled", "labeling"),
}


def _verbs() -> Iterator[Verb]:
    yield from (Verb(each) for each in f"{_SAYING} {_SAYING_TOO} write".split())
    yield from (Verb(each, noun=True, passive=True) for each in _NOUN_TOO.split())
    yield from (
        Verb(each, noun=each in ("demand", "welcome"), passive=True) for each in _NOUN_TOO_PASSIVE.split()
    )
    yield from (Verb(each, "view", noun=each in ("fear", "hope")) for each in _BELIEVING.split())
    yield from (Verb(each, noun=True, names=True, passive=True) for each in _NAMING.split())
    yield Verb("speak", needs=("of", "about", "against", "in", "for"))
    yield Verb(
        "call", needs=("for", "on", "upon", "it", "them", "him", "her", "this", "that", "the"), noun=True
    )


def _forms(verb: Verb) -> Iterator[tuple[str, Form]]:
    lemma = verb.lemma
    if lemma in _IRREGULAR:
        s, past, ing = _IRREGULAR[lemma]
    else:
        stem = lemma.removesuffix("e")
        s, past, ing = lemma + "s", stem + "ed", stem + "ing"
    if lemma not in ("state", "report", "comment", "label", "brand", "picture", "estimate"):
        yield lemma, Form(verb, "base")
    yield from ((s, Form(verb, "s")), (past, Form(verb, "past")), (ing, Form(verb, "ing")))
    if lemma in ("signal", "label"):
        yield from (
            (past.replace("led", "lled"), Form(verb, "past")),
            (ing.replace("ling", "lling"), Form(verb, "ing")),
        )


VERBS: dict[str, Form] = {text: form for verb in _verbs() for text, form in _forms(verb)}
"""The verbs of saying by each of their forms."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NOUNS = _words(
    "claim claims statement statements warning warnings assertion assertions accusation accusations "
    "promise promises threat threats vow pledge allegation allegations insistence belief view "
    "argument demand demands call calls announcement"
)
"""Nouns that carry what their owner says: "the ministry's claim that ..."."""

VENUES = _words(
    "media press statements debate debates speeches newspapers newspaper channels television "
    "officials circles propaganda broadcasts networks parliament politicians commentators pundits "
    "blogs"
)
"""Where a narrative is told, if nobody is named."""

PRONOUNS = _words("he she it they who which")
DETERMINERS = _words(
    "the a an his her its their our my this that these those some many several most both all no any "
    "each one two three four five six seven eight nine ten another other"
)
LINKS = _words("of for at in from on")
"""Prepositions by which a name goes on: "a spokesman for the port authority"."""

BE = _words("is are was were be been being am")
MODALS = _words("will would could can may might should must shall to")
NEGATIONS = _words(
    "not never didn't didn\u2019t doesn't doesn\u2019t don't don\u2019t hasn't hasn\u2019t haven't "
    "haven\u2019t neither nor without refused declined"
)
AUXILIARIES = BE | _words("has have had did does do")
ADVERBS = _words(
    "also now then later again earlier even still first further once just always often already thus "
    "therefore however meanwhile himself herself itself themselves"
)
"""What may stand between a subject and its verb; words in -ly as well."""

BREAKS = _words(
    "that who whom whose but because when while if although though since after before than so then "
    "where whether how why as with by to into over under against between about until unless during "
    "despite amid through without within upon or which what is are was were has have had be been "
    "will would could can may might should must shall did does do not said says told added argued "
    "claimed warned"
)
"""Words at which no name goes on."""

TITLES = _words(
    "President Minister Chancellor King Queen Prince Princess Secretary General Colonel Major "
    "Captain Admiral Ambassador Senator Governor Mayor Judge Professor Dr Mr Mrs Ms Sir Lord Lady "
    "Premier Director Spokesman Spokeswoman Chairman Chief Commander Speaker Pope Emir Sultan "
    "Sheikh Leader Head Envoy Analyst"
)
"""Words after which a person's name begins."""
