"""Layers and views in the report; without them there is no section."""

from __future__ import annotations

from pathlib import Path

import pytest

import countermove
from countermove import cases
from countermove.stability import several_orders
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


def source(case: str) -> str:
    """Return a case's file."""
    return (cases.case_path(case) or Path()).read_text(encoding="utf-8")


def unchecked(case: str) -> countermove.Conflict:
    """Return a case without its expectations."""
    return countermove.loads(source(case).partition("expect:")[0])


def test_who_cares_for_whom_and_what_that_changes() -> None:
    html = rendered(countermove.load("old-debt"))
    text = told(html, "attitudes")
    assert "Patron is positive to Ally." in text
    assert "State 2 (Patron: Back the ally) is gained: Patron no longer leaves it for state 1" in text
    assert "plainest reading" in text
    assert "How Patron looks upon others" in html


def test_attitudes_that_are_too_much_work_are_shown_without_what_they_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(several_orders, "MAX_MOVES", 1)
    text = told(rendered(unchecked("old-debt")), "attitudes")
    assert "What that changes was not looked at: where preferences are of several orders" in text


def test_concepts_that_take_too_much_work_with_attitudes_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(several_orders, "MAX_WORK", 0)
    model = source("old-debt").partition("expect:")[0]
    # Patron's several orders leave no way out to be asked for; Ally's do.
    model = model.replace("attitudes:\n", "attitudes:\n  ally: {patron: positive}\n")
    text = told(rendered(countermove.loads(model)), "attitudes")
    assert "State 2 (Patron: Back the ally) is gained" in text
    assert "SMR : not looked at" in text.replace("SMR:", "SMR :")


def test_a_model_without_such_parts_has_no_such_sections() -> None:
    html = rendered(countermove.loads(TINY))
    assert 'id="layers"' not in html
    assert 'id="views"' not in html
    assert 'id="attitudes"' not in html
    assert 'id="patience"' not in html


def test_what_holds_for_which_patience() -> None:
    text = told(rendered(countermove.load("gas-contract")), "patience")
    assert "Buyer, patience 9/10: what holds changes at the patience 3/5, 4/5 and 7/8." in text
    assert "State 5 Buyer: Sign the contract; Supplier: Raise the price year after year" in text
    assert "above 3/5 and up to 7/8" in text
    assert "The choice between “Build a terminal” and “Sign the contract” tips at a patience of 7/10." in text
    assert "plainest reading" in text


LASTING = """
countermove: 1
title: What patience changes stands after much that it does not
decision_makers:
  buyer: {options: {sign: Sign}}
  others: {options: {one: One, two: Two, three: Three, four: Four}}
status_quo: []
preferences:
  buyer:
    weights: [{when: sign and four, weight: 3}, {when: sign and not four, weight: -3}]
    each_period: [{when: sign and four, weight: -1}]
    patience: 1/2
  others: indifferent
"""


def test_what_hangs_on_patience_comes_before_what_does_not() -> None:
    text = told(rendered(countermove.loads(LASTING)), "patience")
    assert "From 0 to 1 State 18 buyer: Sign; others: Four" in text
    assert "up to 3/4" in text
    assert "more rows not shown, 16 of them at any patience." in text
