"""The terms in other languages, in a report and on the command line."""

import re

import pytest

from countermove.cli import run
from countermove.errors import UsageError
from countermove.views.glossary import WORDS
from countermove.views.report_pdf import pdf, typst_source
from countermove.views.terms import LANGUAGES, SHORT, terms_in, with_terms

PAGE = """<nav><ol>
<li><a href="#a">A state</a></li>
</ol>
</nav><main><h2>An equilibrium</h2>
<p>Two <a href="#x">equilibria</a> and &lt;states&gt;: an Equilibrium of <code>state</code>, a statement, this
state, that state.</p><blockquote>a move</blockquote></main>"""


def test_each_term_stands_behind_its_first_mention_in_running_text():
    made = with_terms(PAGE, "de")
    assert "<h2>An equilibrium</h2>" in made
    assert '<a href="#x">equilibria</a>' in made
    assert 'an Equilibrium (<span lang="de">Gleichgewicht</span>) of <code>state</code>, a statement' in made
    assert made.count("Zustand") == 2  # once in the text, once in the table
    assert '&lt;states (<span lang="de">Zustand</span>)&gt;' in made
    assert "<blockquote>a move</blockquote>" in made
    assert '<li><a href="#terms">The terms in German</a></li>' in made
    assert '<tr><th scope="row">General metarationality (GMR)</th>' in made


@pytest.mark.parametrize("language", ["", "en"])
def test_english_stays_as_it_is(language):
    assert with_terms(PAGE, language) == PAGE


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_table_are_those_of_the_glossary_and_of_the_concepts(language):
    terms = terms_in(language)
    assert set(terms) <= {*WORDS, *SHORT}
    assert {"Equilibrium", "Decision maker", "Nash stability"} <= set(terms)
    assert all(re.fullmatch(r"[^|<>&]+", term) for term in terms.values())


def test_a_language_that_is_not_there_is_told():
    with pytest.raises(UsageError, match=r"there are no terms in 'xx'; choose one of en .*de \(German\)"):
        terms_in("xx")


def test_the_pdf_says_which_language_a_term_is_in():
    assert 'text(lang: "ru", "равновесие")' in typst_source(with_terms(PAGE, "ru"))


def test_the_command_writes_terms_and_a_pdf(tmp_path, capsys):
    page = tmp_path / "plants.html"
    assert run(["report", "two-plants", "--terms", "es", "--output", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert '<span lang="es">equilibrio</span>' in text
    assert "countermove report two-plants --terms es" in text
    pytest.importorskip("typst", reason="needs countermove[pdf]")
    made = tmp_path / "plants.pdf"
    assert run(["report", "two-plants", "--terms", "es", "--output", str(made)]) == 0
    assert made.read_bytes() == pdf(text)
    assert run(["report", "two-plants", "--output", str(made)]) == 0  # one of ours is written anew
    made.write_bytes(b"%PDF-1.7 somebody else's")
    assert run(["report", "two-plants", "--output", str(made)]) == 2
    assert made.read_bytes() == b"%PDF-1.7 somebody else's"
