"""The words of the field, each explained in a sentence."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

from countermove.views.terms import LANGUAGES, terms_in
from countermove.views.told import Told

__all__ = ["WORDS", "glossary", "linked"]

_FORMS = {
    "equilibrium": "Equilibrium",
    "equilibria": "Equilibrium",
    "status quo": "Status quo",
    "improvement": "Improvement",
    "improvements": "Improvement",
    "mere move": "Mere move",
    "sanction": "Sanction",
    "sanctions": "Sanction",
    "lever": "Lever",
    "levers": "Lever",
    "sealed": "Sealed quote",
}
"""Words of the field that ordinary readers do not know, as they stand in sentences."""

WORDS = {
    "Conflict": "Several decision makers, each with options, whose choices together decide what happens.",
    "Decision maker": "A person or body that chooses for itself which of its options to take up.",
    "Option": "Something that one decision maker can do or leave undone.",
    "State": "One way in which everything can stand: for each option, whether it is done.",
    "Pattern": "A state written as one letter per option: Y for done, N for not done.",
    "Status quo": "The state in which the conflict stands today.",
    "Feasible": "Said of a state that the model's constraints do not rule out.",
    "Move": "A change of state that one decision maker brings about alone, by its own options.",
    "Improvement": "A move to a state that its mover likes better.",
    "Mere move": "A move that its mover does not gain by.",
    "One-way": "Said of an option that cannot be undone, or not be done any more.",
    "Stable": "Said of a state for one decision maker that has no reason to leave it, under a concept.",
    "Equilibrium": "A state that is stable for every decision maker; on these pages: a state that holds.",
    "Preference": "An order of the states by how much a decision maker likes them; ties are allowed.",
    "Coalition": "Decision makers that move together where each of them ends better off.",
    "Concept": "A rule for when a state is stable: how far ahead one looks, and what one fears.",
    "Sanction": "An answer of the others after which whoever improved is no better off than before.",
    "Credible": "Said of a sanction by which those who answer gain as well.",
    "Course of action": "What one decision maker chooses to do with all of its options.",
    "Layer": "A conflict that is part of a larger one and shares decision makers with others.",
    "View": "The conflict as one decision maker sees it, which need not be as it is.",
    "Event": "Something that may happen and that nobody decides on.",
    "Lever": "What a third party could add to change what the sides prefer.",
    "Claim": "A statement about the world that a model rests on, with the quotes that bear it out.",
    "Sealed quote": "A quote of which only length and hash are stored; who has the document can check it.",
    "Assumption": "What the model takes to be so without a document that says it.",
}


def glossary(told: Told, language: str = "") -> dict[str, Any]:
    """Return the concepts as the analysis uses them, and the words of the field.

    Parameters
    ----------
    told : Told
        The conflict.
    language : str, optional
        One of `countermove.views.terms.LANGUAGES`: terms are given in it too, where it has them.
    """
    terms = terms_in(language)
    return {
        "concepts": [
            {
                "short": each.short,
                "name": each.name,
                "term": terms.get(each.name, ""),
                "question": each.question,
                "foresight": str(each.foresight),
            }
            for each in told.terms_of.values()
        ],
        "words": [
            {"word": word, "means": means, "term": terms.get(word, "")} for word, means in WORDS.items()
        ],
        "language": language if terms else "",
        "languages": [{"id": id_, "name": name} for id_, name in {"": "English", **LANGUAGES}.items()],
    }


def linked(told: Told, text: str, address: str, done: set[str]) -> Markup:
    """Return a text whose terms lead to the glossary where a page mentions them first.

    A link can be reached by pointer, keyboard and touch alike; its title says the meaning at once.

    Parameters
    ----------
    told : Told
        The conflict, for the concepts that are told of.
    text : str
        Any text; it is escaped.
    address : str
        Where the glossary is.
    done : set of str
        Terms that the page has explained already; it grows.
    """
    words = rf"(?i:{'|'.join(sorted(_FORMS, key=len, reverse=True))})"
    pattern = rf"\b({'|'.join([*map(re.escape, told.terms_of), words])})\b"
    parts = re.split(pattern, text)
    return Markup("").join(
        _term(told, part, address, done) if place % 2 else escape(part) for place, part in enumerate(parts)
    )


def _term(told: Told, part: str, address: str, done: set[str]) -> Markup:
    concept = told.terms_of.get(part)
    word = part if concept else _FORMS[part.lower()]
    means = f"{concept.name}: {concept.question}" if concept else WORDS[word]
    first = word not in done
    done.add(word)
    shown = Markup('<abbr title="{}">{}</abbr>').format(means, part) if concept else escape(part)
    if not first:
        return shown
    anchor = word.lower().replace(" ", "-")
    title = "" if concept else Markup(' title="{}"').format(means)
    return Markup('<a class="term" href="{}#{}"{}>{}</a>').format(address, anchor, title, shown)
