"""The words of the field, each explained in a sentence."""

from __future__ import annotations

from typing import Any

from countermove.views.told import Told

__all__ = ["WORDS", "glossary"]

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


def glossary(told: Told) -> dict[str, Any]:
    """Return the concepts as the analysis uses them, and the words of the field."""
    return {
        "concepts": [
            {
                "short": each.short,
                "name": each.name,
                "question": each.question,
                "foresight": str(each.foresight),
            }
            for each in told.terms_of.values()
        ],
        "words": [{"word": word, "means": means} for word, means in WORDS.items()],
    }
