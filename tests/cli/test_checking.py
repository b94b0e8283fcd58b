"""``check`` and ``report`` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.article import PDF, WEB, needs_article
from tests.cli.calling import Call
from tests.models import SYRIA_IRAQ, change


def test_check_without_the_article_says_so_and_passes(call: Call) -> None:
    result = call("check", "karabakh-2020")
    assert result.code == 0
    assert "the document is not on this machine; give it with --source moscow-times=PATH" in " ".join(
        result.out.split()
    )
    assert call("check", "karabakh-2020", "--strict").code == 4


@needs_article
def test_check_with_the_article(call: Call) -> None:
    given = ["--source", f"moscow-times={WEB}", "--source", f"moscow-times={PDF}"]
    result = call("check", "karabakh-2020", "--json", "--strict", *given)
    data = json.loads(result.out)
    assert (result.code, data["valid"], data["problems"]) == (0, True, [])
    rows = [row for row in data["evidence"] if row["source"] == "moscow-times"]
    assert {row["status"] for row in rows} == {"exact"}
    assert (
        sum(row["rendition"] == "web" for row in rows) == sum(row["rendition"] == "pdf" for row in rows) >= 16
    )
    assert all(expectation["holds"] for expectation in data["expectations"])
    words = " ".join(call("check", "karabakh-2020", *given).out.split())
    assert "moscow-times, web: 29 exact moscow-times, pdf: 29 exact (one of them past links" in words


@needs_article
def test_check_with_a_changed_article_fails(call: Call, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text(
        WEB.read_text(encoding="utf-8").replace("to the lesser evil", "").replace("lesser", "greater"),
        encoding="utf-8",
    )
    result = call("check", "karabakh-2020", "--source", f"moscow-times={copy}")
    assert result.code == 4
    assert "claims.lesser_evil: missing in moscow-times, given-1" in " ".join(result.out.split())
    assert "is none of the renditions the model knows" in result.err


def test_check_reports_what_fails(call: Call) -> None:
    text = SYRIA_IRAQ + "expect: [{why: It rains., equilibria: {nash: [1]}}]\n"
    result = call("check", "-", stdin=text)
    assert result.code == 1
    assert "FAILS  It rains." in result.out
    result = call("check", "-", "--json", stdin=change(SYRIA_IRAQ, "title", "titel"))
    assert result.code == 3
    data = json.loads(result.out)
    assert data["valid"] is False
    assert data["problems"][0]["line"] == 2


def test_an_open_quote_of_a_file_beside_the_model(call: Call, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(
        "They said that they will now intervene in the war.\n", encoding="utf-8"
    )
    quote = "because: [{source: page, quote: they will now intervene}]"
    text = change(SYRIA_IRAQ, "release: Release water", "release: {name: Release water, " + quote + "}")
    text += "sources: {page: {renditions: {text: {file: page.txt}}}}\n"
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    assert call("check", "m.yaml").code == 0
    (tmp_path / "m.yaml").write_text(
        change(text, "will now intervene", "will not intervene"), encoding="utf-8"
    )
    result = call("check", "m.yaml")
    assert result.code == 4
    assert (
        "decision_makers.syria.options.release: changed in page, text: “they will not intervene”"
        in result.out
    )


def test_report_says_when_quotes_do_not_verify(call: Call, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Something else entirely.", encoding="utf-8")
    result = call("report", "karabakh-2020", "--source", "moscow-times=other.txt", "--json")
    assert result.code == 4
    assert json.loads(result.out)["evidence_failing"] > 16
    assert "29 quotes did not verify; 'countermove check' shows where" in result.err


def test_report_can_go_to_standard_output(call: Call) -> None:
    assert call("report", "syria-iraq-1975", "--output", "-").out.startswith("<!doctype html>")


def test_report_does_not_overwrite_what_is_no_report(call: Call, tmp_path: Path) -> None:
    (tmp_path / "notes.html").write_text("my notes", encoding="utf-8")
    result = call("report", "syria-iraq-1975", "--output", "notes.html")
    assert result.code == 2
    assert "'notes.html' exists and is not a report; name another file with --output" in result.err
    assert (tmp_path / "notes.html").read_text(encoding="utf-8") == "my notes"
    assert call("report", "syria-iraq-1975", "--output", "r.html").code == 0
    assert call("report", "syria-iraq-1975", "--output", "r.html").code == 0
    assert call("report", "syria-iraq-1975", "--output", "none/r.html").code == 2
