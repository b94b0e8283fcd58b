"""The report screen: chosen sections, the page and the PDF to download."""

import html
import io
import re
import shlex
import subprocess
import sys
import time

import pytest

from countermove.loading import load
from countermove.views.report import report_html, sections_of
from countermove.views.report_chosen import chosen
from countermove.views.report_pdf import pdf, typst_source
from tests.web.asking import Client


@pytest.fixture(scope="module")
def client():
    return Client()


@pytest.fixture(scope="module")
def page():
    conflict = load("two-plants")
    return report_html(conflict, conflict.evidence(), command="countermove report two-plants")


def test_the_form_offers_what_the_report_has(client):
    asked = re.findall(r'name="section" value="([a-z]+)"', client.get("/two-plants/report").text)
    assert asked == list(sections_of(load("two-plants")))
    assert "layers" in asked
    assert "phases" not in asked


def test_chosen_sections_alone_and_no_link_leads_nowhere(page):
    some = chosen(page, ["layers", "assumed", "nonsense"])
    assert re.findall(r'<section id="([a-z]+)"', some) == ["says", "layers", "assumed", "made"]
    there = set(re.findall(r'\bid="([^"]+)"', some))
    assert set(re.findall(r'href="#([^"]+)"', some)) <= there
    assert "They are set out at the end." in some  # its words stay, the link goes
    assert chosen(page, sections_of(load("two-plants"))) == page


def made(client, query):
    until = time.monotonic() + 60
    while "is ready" not in (answer := client.get(f"/two-plants/report/made?{query}").text):
        assert 'http-equiv="refresh"' in answer
        assert time.monotonic() < until
        time.sleep(0.2)


def test_report_is_made_and_downloaded(client):
    assert client.get("/two-plants/report/made.html").status_code == 422  # not made yet
    query = "section=layers"
    made(client, query)
    got = client.get(f"/two-plants/report/made.html?{query}")
    assert got.headers["content-disposition"] == 'attachment; filename="two-plants.html"'
    assert re.findall(r'<section id="([a-z]+)"', got.text) == ["says", "layers", "made"]
    shown = client.get(f"/two-plants/report/made.html?{query}&show=1")
    assert "attachment" not in shown.headers.get("content-disposition", "")
    assert "script" not in shown.headers["content-security-policy"]
    assert "sandbox" in shown.headers["content-security-policy"]


def test_texts_are_strings_and_never_markup_in_the_pdfs_source():
    hostile = (
        '<title>a"b</title><main><p>#read("/etc/passwd") \\ "quoted" $x$ &lt;b&gt; \x07 *bold*</p></main>'
    )
    source = typst_source(hostile)
    assert '#set document(title: "a\\"b", date: none,' in source
    assert '#par(text("#read(\\"/etc/passwd\\") \\\\ \\"quoted\\" $x$ <b> \\u{0007} *bold*"))' in source


def test_tables_keep_heads_and_spans():
    source = typst_source(
        "<table><thead><tr><th>A</th><th>B</th></tr></thead>"
        "<tbody><tr><th colspan=2>C</th></tr><tr><td>1</td><td>2</td></tr></tbody></table>"
    )
    assert (
        'table.header(table.cell(colspan: 1, strong(text("A"))), table.cell(colspan: 1, strong(text("B"))))'
        in source
    )
    assert 'table.cell(colspan: 2, strong(text("C")))' in source


def test_a_pdf_of_every_part(page):
    pytest.importorskip("typst", reason="needs countermove[pdf]")
    pypdf = pytest.importorskip("pypdf")
    document = pypdf.PdfReader(io.BytesIO(pdf(page)))
    text = re.sub(r"\s+", " ", " ".join(each.extract_text() for each in document.pages))
    for heading in sections_of(load("two-plants")).values():
        assert heading in text
    assert document.metadata.title.startswith("One company, two plants")
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]  # tagged


def test_the_pdf_is_the_same_each_time(page):
    pytest.importorskip("typst", reason="needs countermove[pdf]")
    assert pdf(page) == pdf(page)


def test_a_hostile_text_stays_a_text_in_the_pdf():
    pytest.importorskip("typst", reason="needs countermove[pdf]")
    pypdf = pytest.importorskip("pypdf")
    made = pdf('<title>t</title><main><h1>H</h1><p>#panic("no") \\u{41} $ ] ) "</p></main>')
    assert '#panic("no") \\u{41} $ ] ) "' in pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()


def test_lists_badges_links_and_signs_come_along_in_the_pdfs_source():
    source = typst_source(
        '<svg><symbol id="sign-stays" viewBox="0 0 14 14"><circle class="f" r="3"/></symbol></svg>'
        '<main><h1>T</h1><section id="here"><h2>H</h2><ul><li>one</li><li>two<ul><li>in it</li></ul></li></ul>'
        '<p><span class="mark dm-0">A</span> <a href="#here">back</a> <a href="#gone">gone</a> '
        '<a href="javascript:x()">never</a></p>'
        '<table><tr><td><svg class="sign"><use href="#sign-stays"/></svg></td></tr></table></section></main>'
    )
    assert '#list(text("one"), par(text("two")) + list(text("in it")))' in source.replace(
        "tight: false, spacing: 1.4em, ", ""
    )
    assert 'badge("A", 0, white)' in source
    assert '#[#heading(level: 2, text("H"))#label("here")]' in source
    assert 'to("here", text("back"))' in source
    assert '#let there = ("here", )' in source  # so that a link to "gone" is set as a text
    assert "javascript" not in source
    assert 'sign("stays", "stays")' in source  # alone in a cell: it is read out
    assert 'outline(title: "Contents"' in source


def test_the_pdf_has_the_drawing_with_words_and_an_outline(page):
    pytest.importorskip("typst", reason="needs countermove[pdf]")
    pypdf = pytest.importorskip("pypdf")
    assert 'format: "svg", alt: "Where the courses of Company lead from today. ' in typst_source(page)
    document = pypdf.PdfReader(io.BytesIO(pdf(page)))
    entries = repr(document.outline)
    assert all(f"'{heading}'" in entries for heading in sections_of(load("two-plants")).values())
    assert any("/Annots" in each for each in document.pages)
    assert "/CreationDate" not in document.metadata
    fonts = {
        str(font.get_object()["/BaseFont"])
        for each in document.pages
        for font in each["/Resources"]["/Font"].values()
    }
    assert all(re.search("Libertinus|NewCM|NewComputerModern|DejaVuSansMono", font) for font in fonts), fonts


def test_letters_that_the_bundled_fonts_lack_do_not_stop_the_pdf():
    pytest.importorskip("typst", reason="needs countermove[pdf]")
    pypdf = pytest.importorskip("pypdf")
    made = pdf("<title>t</title><main><h1>Ґ Ж ß Ñ → −</h1></main>")
    assert "Ж ß Ñ" in pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()


def test_the_address_restores_what_is_chosen(client):
    form = client.get("/two-plants/report?section=layers&section=made&terms=fr").text
    assert re.findall(r'value="([a-z]+)" checked', form) == ["says", "layers", "made"]
    assert '<option value="fr" selected>French</option>' in form
    assert len(re.findall(" checked", client.get("/two-plants/report").text)) == len(
        sections_of(load("two-plants"))
    )


def test_a_report_that_is_made_gives_terms_and_says_its_size(client):
    query = "section=layers&terms=de"
    until = time.monotonic() + 60
    while "is ready" not in (answer := client.get(f"/two-plants/report/made?{query}").text):
        assert time.monotonic() < until
        time.sleep(0.2)
    page = client.get(f"/two-plants/report/made.html?{query}").text
    assert f"one HTML file, {len(page.encode()) / 1000:,.0f} kB" in answer
    assert f'href="/two-plants/report?{query.replace("&", "&amp;")}"' in answer
    assert '<span lang="de">Gleichgewicht</span>' in page
    assert '<li><a href="#terms">The terms in German</a></li>' in page
    assert client.get("/two-plants/report/made?terms=xx").status_code == 422


def test_the_command_in_a_report_made_here_makes_the_same_bytes(client, tmp_path):
    query = "section=layers&section=made&terms=de"
    made(client, query)
    got = client.get(f"/two-plants/report/made.html?{query}").text
    said = re.search(r'<pre class="command"><code>(.*?)</code></pre>', got)
    assert said is not None
    command = shlex.split(html.unescape(said[1]))
    assert command == [
        *("countermove", "report", "two-plants", "--section", "layers", "--section", "made"),
        *("--terms", "de"),
    ]
    file = tmp_path / "again.html"
    subprocess.run([sys.executable, "-m", *command, "--output", str(file)], check=True, capture_output=True)
    assert file.read_text(encoding="utf-8") == got
