"""How firmly it stands, as the report tells it: the groups are those that ``robustness`` finds."""

from __future__ import annotations

import countermove
from countermove.conflict import Conflict
from countermove.views import report_tipping
from countermove.views.tipping import headline
from tests.models import FLEETS
from tests.strategies import two_by_two
from tests.views.advice import ALONE, GATE, firm
from tests.views.reports import Page, karabakh, of_model, of_the_case, section, told


def test_the_groups_are_those_of_robustness(conflict: Conflict) -> None:
    found, context = conflict.robustness(), firm(conflict)
    assert context["said"] == headline(found)
    standings = {f"{each.state + 1:,}": each for each in found.standings}
    for group in context["groups"]:
        standing = standings[group["state"]["number"]]
        assert [each.dm for each in group["upset"]] == [flip.alteration.dm for flip in standing.upset_by]
        assert [each["dm"] for each in group["rests"]] == [flip.alteration.dm for flip in standing.rests_on][
            :8
        ]
        bare = {found.statement(flip.alteration).condition for flip in found.unsupported(standing)}
        assert sum(each["bare"] for each in group["rests"]) == len(bare)
        assert bool(group["upset"]) == any(standing.margin.values())
    near = [f"{each.state + 1:,}" for each in found.near]
    assert [each["state"]["number"] for each in context["near"]] == near[: report_tipping.MAX_NEAR]
    assert context["further"] == max(len(near) - report_tipping.MAX_NEAR, 0)
    total = sum(len(group["same"].replace(" and", ",").split(", ")) + 1 if group["same"] else 1 for group in context["groups"])  # fmt: skip
    assert total + context["more"] == len(found.standings)


@of_the_case
def test_linchpins_lead_to_the_evidence() -> None:
    conflict = countermove.load("karabakh-2020")
    html = karabakh()
    part = section(html, "firmness")
    page, whole = Page(part), Page(html)
    ids = {attrs["id"] for attrs in whole.all("li") if attrs.get("id")}
    links = [attrs["href"] for attrs in page.all("a")]
    claims = [link for link in links if link != "#assumed"]
    assert claims
    assert {str(link).removeprefix("#") for link in claims} <= ids
    found = conflict.robustness()
    for claim in found.linchpins(found.standings[0]):
        anchor = html.partition(f'<p class="claim">{claim.text}'.replace("'", "&#39;"))[0].rpartition(
            '<li id="'
        )[2]
        assert f'<a href="#{anchor.partition(chr(34))[0]}">' in part
    assert "#assumed" in links
    assert any(attrs["href"] == "#sign-assumption" for attrs in page.all("use"))


@of_the_case
def test_the_case_says_what_upsets_it() -> None:
    text = told(karabakh(), "firmness")
    for said in (
        "Of 2,036 equilibria 1,358 can be upset, under some concept, by a single change of one side's preferences.",
        "Mixed was not tried.",
        "All single changes of any side but Russia were tried. Those of Russia were not, for its 928 tiers are too "
        "many.",
        "The same goes for 2,032, 3,944, 3,984, 4,528, 6,868, 7,024, 8,936, 8,976 and 1 more.",
        "This upsets it T Turkey puts “Back Azerbaijan” before if “Hold Turkey back” or “Make a separate deal with "
        "Turkey”, then not “Back Azerbaijan”",
        "Any of these upsets it T Turkey puts “Back Azerbaijan” before if “Hold Turkey back” or “Make a separate deal "
        "with Turkey”, then not “Back Azerbaijan” Az Azerbaijan puts “Take the areas by force” or “Agree to return",
        "It rests on each of these T Turkey wants if “Hold Turkey back”, then not “Entrench itself in the region”",
        "assumed : War is costly: given the areas, Baku would rather not fight.",
        "State 1,886 does not hold",
        "1,004 more states would hold after one change.",
    ):
        assert said in text


def test_evidence_assumption_and_nothing() -> None:
    conflict = countermove.loads(GATE)
    html = section(conflict, "firmness")
    text = Page(html).text()
    assert "The claim behind that The town will not be seen to give in. not checked claim 1" in text
    assert "Mill wants not “Sue” assumed : Courts are dear." in text
    assert "Mill wants “Shut the gate” (under SEQ and SSEQ ) no evidence is given" in text
    assert 'href="#claim-1"' in html


def test_rankings_have_tiers_and_no_statements() -> None:
    conflict = countermove.loads(FLEETS.replace("prioritize: [open", "prioritize: [open"))
    assert firm(conflict)["how"].startswith("The smallest change is two neighbouring statements of one side")
    how = firm(of_model(two_by_two([2, 1, 4, 3], [3, 1, 4, 2])))["how"]
    assert how.startswith(
        "The smallest change is two neighbouring tiers of one side’s ranking changing places."
    )
    assert "rests on" not in how
    assert "statements, or tiers" in firm(countermove.load("syria-iraq-1975"))["how"]


def test_where_there_is_no_change_to_try() -> None:
    text = told(countermove.loads(ALONE), "firmness")
    assert "One equilibrium, and no small change of preferences to try." in text
    assert "Upset by There was no change to try." in text
