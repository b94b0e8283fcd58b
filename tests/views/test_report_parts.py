"""Layers and views in the report; without them there is no section."""

from __future__ import annotations

import countermove
from tests.views.reports import TINY, rendered, told


def test_the_layers_and_in_which_of_them_the_main_outcome_holds() -> None:
    html = rendered(countermove.load("two-plants"))
    text = told(html, "layers")
    assert "Northern plant" in text
    assert "GMR and SMR : 2 of the whole" in text.replace("SMR:", "SMR :")
    assert "an equilibrium under" in text


def test_each_view_beside_what_is_so() -> None:
    text = told(rendered(countermove.load("red-line")), "views")
    assert "Rival believes that Guard wants not answer, then not cross." in text
    assert "State 3 does not hold: it is not stable for Guard." in text
    assert "If Rival saw what Guard really wants, state 1 (Nobody does anything) would hold." in text
    assert "plainest reading" in text


def test_a_model_without_such_parts_has_no_such_sections() -> None:
    html = rendered(countermove.loads(TINY))
    assert 'id="layers"' not in html
    assert 'id="views"' not in html
    assert 'id="patience"' not in html


def test_what_holds_for_which_patience() -> None:
    text = told(rendered(countermove.load("gas-contract")), "patience")
    assert "Buyer, patience 9/10: what holds changes at the patience 3/5, 4/5 and 7/8." in text
    assert "State 5 Buyer: Sign the contract; Supplier: Raise the price year after year" in text
    assert "above 3/5 and up to 7/8" in text
    assert "The choice between “Build a terminal” and “Sign the contract” tips at a patience of 7/10." in text
    assert "plainest reading" in text
