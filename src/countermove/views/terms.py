"""The field's technical terms in other languages, and how a report gives them beside the English ones.

Only terms that are in use are listed; what has no settled word in a language stays English there. The
abbreviations of the concepts are the English ones in every language.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from countermove.errors import UsageError

__all__ = ["LANGUAGES", "explained", "terms_in", "with_terms"]

LANGUAGES = {"de": "German", "fr": "French", "es": "Spanish", "ru": "Russian"}
"""Languages other than English that terms can be given in, by their tags of BCP 47."""

_TABLE = """
Conflict                  | Konflikt | conflit | conflicto | конфликт
Decision maker            | Entscheidungsträger | décideur | decisor | лицо, принимающее решения
Option                    | Option | option | opción | вариант действий
State                     | Zustand | état | estado | состояние
Status quo                | Status quo | statu quo | statu quo | статус-кво
Feasible                  | zulässig | réalisable | factible | допустимый
Move                      | Zug | coup | movimiento | ход
Improvement               | Verbesserung | amélioration | mejora | улучшение
Preference                | Präferenz | préférence | preferencia | предпочтение
Stable                    | stabil | stable | estable | устойчивый
Equilibrium               | Gleichgewicht | équilibre | equilibrio | равновесие
Concept                   | Lösungskonzept | concept de solution | concepto de solución | концепция решения
Sanction                  | Sanktion | sanction | sanción | санкция
Credible                  | glaubwürdig | crédible | creíble |
Coalition                 | Koalition | coalition | coalición | коалиция
Claim                     | Behauptung | affirmation | afirmación | утверждение
Assumption                | Annahme | hypothèse | supuesto | предположение
Nash stability            | Nash-Stabilität | stabilité de Nash | estabilidad de Nash | устойчивость по Нэшу
General metarationality   | allgemeine Metarationalität | métarationalité générale \
| metarracionalidad general | общая метарациональность
Symmetric metarationality | symmetrische Metarationalität | métarationalité symétrique |\
 metarracionalidad simétrica | симметричная метарациональность
Sequential stability      | sequentielle Stabilität | stabilité séquentielle | estabilidad secuencial |
"""
_TERMS = [[cell.strip() for cell in line.split("|")] for line in _TABLE.strip().splitlines()]
SHORT = {
    "Nash stability": "Nash",
    "General metarationality": "GMR",
    "Symmetric metarationality": "SMR",
    "Sequential stability": "SEQ",
}
"""The abbreviation beside a concept's name."""
_PLURALS = {"Equilibrium": "equilibria"}
_UNTOUCHED = frozenset(
    {"head", "style", "svg", "nav", "code", "pre", "a", "abbr", "title", "summary", "blockquote", "thead"}
    | {f"h{level}" for level in range(1, 7)}
)
"""Elements whose words stay as they are: headings, links, what is typed, and what others said."""
_VOID = frozenset({"meta", "br", "link", "use", "path", "circle", "rect", "img", "input", "hr", "!doctype"})
_TAG = re.compile(r"<(/?)([a-zA-Z!][\w-]*)[^>]*?(/?)>")


def terms_in(language: str) -> dict[str, str]:
    """Return the terms of a language by the English ones; there are none for English itself.

    Raises
    ------
    UsageError
        For a language whose terms are not here.
    """
    if language in ("", "en"):
        return {}
    if language not in LANGUAGES:
        known = ", ".join(f"{tag} ({name})" for tag, name in LANGUAGES.items())
        raise UsageError(f"there are no terms in '{language}'; choose one of en (English), {known}")
    place = 1 + list(LANGUAGES).index(language)
    return {line[0]: line[place] for line in _TERMS if line[place]}


def explained(language: str) -> str:
    """Say in a sentence what the choice of a language does."""
    if not terms_in(language):
        return "The technical terms are given in English alone."
    name = LANGUAGES[language]
    return (
        f"The text stays English; each technical term has the {name} one behind it where it first stands, "
        "and a table at the end has them all."
    )


def with_terms(page: str, language: str) -> str:
    """Return a report's page with the terms of a language at their first mention, and all in a table.

    Parameters
    ----------
    page : str
        What `countermove.views.report.report_html` gave, or a part of it.
    language : str
        One of `LANGUAGES`; with ``en`` or nothing the page stays as it is.

    Returns
    -------
    str
        The page; each term in the other language says for screen readers which language it is.
    """
    terms = terms_in(language)
    if not terms:
        return page
    head, main, body = page.partition("<main>")
    body, end, foot = body.rpartition("</main>")
    head = head.replace("</ol>\n</nav>", f'<li><a href="#terms">{_heading(language)}</a></li>\n</ol>\n</nav>')
    return head + main + _mentioned(body, terms, language) + _section(terms, language) + end + foot


def _mentioned(body: str, terms: dict[str, str], language: str) -> str:
    """Put each term behind the first mention of the English one in running text."""
    left = dict(terms)
    parts: list[str] = []
    within: list[str] = []
    at = 0
    for tag in _TAG.finditer(body):
        text = body[at : tag.start()]
        parts += [text if within or not left else _first(text, left, language), tag[0]]
        at = tag.end()
        name = tag[2].lower()
        if tag[1] and within and within[-1] == name:
            within.pop()
        elif not tag[1] and not tag[3] and name not in _VOID and (within or name in _UNTOUCHED):
            within.append(name)
    return "".join([*parts, body[at:]])


def _first(text: str, left: dict[str, str], language: str) -> str:
    """Put terms into one text, each behind its English one; those found are taken out of ``left``."""
    if not text.strip():
        return text
    found: list[tuple[int, str]] = []
    for english, term in list(left.items()):
        forms = f"{re.escape(english)}s?" + (f"|{_PLURALS[english]}" if english in _PLURALS else "")
        mention = re.search(rf"\b(?:{forms})\b", text, re.IGNORECASE)
        if mention and not any(place == mention.end() for place, _ in found):
            found.append((mention.end(), _other(term, language)))
            del left[english]
    for place, term in sorted(found, reverse=True):
        text = f"{text[:place]} ({term}){text[place:]}"
    return text


def _other(term: str, language: str) -> Markup:
    return Markup('<span lang="{}">{}</span>').format(language, term)


def _heading(language: str) -> str:
    return f"The terms in {LANGUAGES[language]}"


def _section(terms: dict[str, str], language: str) -> str:
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}{}</th><td>{}</td></tr>\n').format(
            english, f" ({SHORT[english]})" if english in SHORT else "", _other(term, language)
        )
        for english, term in terms.items()
    )
    made = Markup(
        '<section id="terms" aria-labelledby="h-terms">\n<h2 id="h-terms">{0}</h2>\n'
        "<p>The abbreviations of the concepts are the English ones in every language.</p>\n<table "
        'class="terms">\n<thead><tr><th scope="col">English</th><th scope="col">{1}</th></tr></thead>\n'
        "<tbody>\n{2}</tbody>\n</table>\n</section>\n"
    )
    return str(made.format(escape(_heading(language)), LANGUAGES[language], rows))
