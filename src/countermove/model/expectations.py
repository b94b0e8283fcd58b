"""Reading ``expect:``, the analyst's own checks of a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from countermove.errors import suggest
from countermove.model.check_shape import Path
from countermove.model.elements import (
    Course,
    EquilibriaAre,
    Expectation,
    Holds,
    Improves,
    LeadsTo,
    Model,
    Ranks,
    Reaches,
    Stable,
    StateRef,
    Survives,
    Tips,
    Upset,
)
from countermove.model.expectations_together import (
    playing,
    read_coalitions,
    read_together,
)
from countermove.model.lasting import patience_of
from countermove.model.perceiving import View
from countermove.model.preferences import exact_patience, exact_weight
from countermove.model.reading import Reading
from countermove.model.reading_attitudes import attitudes_beside
from countermove.model.shape_expect import (
    CanMoveExpect,
    CourseExpect,
    EquilibriaExpect,
    EquilibriumExpect,
    HoldsExpect,
    ImprovesExpect,
    NeverHoldsExpect,
    NeverImprovesExpect,
    NoEquilibriumExpect,
    RanksExpect,
    ReachableExpect,
    StableExpect,
    SurvivesExpect,
    TipsExpect,
    TipsShape,
    UnreachableExpect,
    UnstableExpect,
    UpsetExpect,
)
from countermove.model.status_quo import read_settings

__all__ = ["read_expectations"]

Check = EquilibriaAre | Stable | Holds | Survives | Upset | Reaches | Improves | LeadsTo | Ranks | Tips


def read_expectations(reading: Reading, model: Model) -> tuple[Expectation, ...]:
    """Read every expectation; one with a mistake is left out, its mistake noted.

    Parameters
    ----------
    reading : Reading
        The file at hand.
    model : Model
        What it declares besides; an expectation may be about a layer or a view of it.
    """
    found = []
    for index, shape in enumerate(reading.document.expect):
        path: Path = ("expect", index)
        before = len(reading.problems)
        about = _about(reading, model, shape, path)
        if about is None:
            continue
        with (
            reading.about(about) if about is not model else nullcontext(),
            playing(reading, getattr(shape, "merged", []), (*path, "merged")) as merged,
        ):
            check = (
                read_together(reading, shape, path)
                if isinstance(shape, SurvivesExpect | UpsetExpect)
                else _check(reading, shape, path)
            )
            given = getattr(shape, "attitudes", None)
            attitudes = attitudes_beside(reading, given, about.attitudes, (*path, "attitudes"))
        if attitudes is not None and getattr(shape, "reached", False):
            what = "what improvements reach is not looked at with attitudes"
            reading.problem((*path, "reached"), what, "leave 'reached' or 'attitudes' out", key=True)
        if attitudes is not None and merged:
            what = "merged players have no attitudes"
            reading.problem((*path, "merged"), what, "leave 'merged' or 'attitudes' out", key=True)
        patience = _patience(reading, model, shape.patience, (*path, "patience"))
        if check is not None and len(reading.problems) == before:
            beside = {"layer": shape.layer or "", "view": shape.view or "", "events": shape.events or ""}
            place = reading.place(path)
            found.append(
                Expectation(
                    shape.why,
                    check,
                    place,
                    **beside,
                    patience=patience,
                    attitudes=attitudes,
                    power=shape.power is None,
                    merged=merged,
                )
            )
    return tuple(found)


def _about(reading: Reading, model: Model, shape: Any, path: Path) -> Model | None:
    """Return the part of a model that an expectation is about; None, with a note, where there is none."""
    if shape.events is not None and not model.events:
        what = "the model has no events that could be read in one way or another"
        reading.problem((*path, "events"), what, "leave it out, or list them under 'events:'")
        return None
    if shape.layer is not None:
        layers = {each.label: each.model for each in model.layers}
        if shape.layer not in layers:
            what = f"unknown layer '{shape.layer}'"
            hint = suggest(shape.layer, layers, what="layers") if layers else "the model has no layers"
            reading.problem((*path, "layer"), what, hint)
            return None
        model = layers[shape.layer]
    for dm in shape.view.split("/") if shape.view is not None else ():
        if dm not in model.perceptions:
            hint = (
                suggest(dm, model.perceptions, what="views") if model.perceptions else "none is given there"
            )
            reading.problem((*path, "view"), f"there is no view of '{dm}'", hint)
            return None
        model = View(replace(model, status_quo=None), model.perceptions[dm]).model
    return model


def _patience(
    reading: Reading, model: Model, given: Mapping[str, int | Decimal | str], path: Path
) -> dict[str, Fraction]:
    """Read how patient an expectation takes decision makers of a model to be."""
    lasting = {dm for each in (model, *(layer.model for layer in model.layers)) for dm in patience_of(each)}
    found = {}
    for dm, number in given.items():
        here = (*path, dm)
        if not reading.known_dm(dm, here, key=True):
            continue
        if dm not in lasting and not reading.lost_preference(dm):
            what = f"nothing is worth anything to '{dm}' in each period"
            hint = suggest(dm, sorted(lasting), what="patience counts for") if lasting else "leave it out"
            reading.problem(here, what, hint, key=True)
        patience = exact_patience(reading, number, here)
        if patience is not None:
            found[dm] = patience
    return found


def _step_of(
    reading: Reading, shape: ImprovesExpect | NeverImprovesExpect | CanMoveExpect, path: Path
) -> Improves | None:
    match shape:
        case ImprovesExpect(improves=step):
            return _step(reading, step, (*path, "improves"), possible=True, improvement=True)
        case NeverImprovesExpect(never_improves=step):
            return _step(reading, step, (*path, "never_improves"), possible=False, improvement=True)
        case CanMoveExpect(can_move=step):
            return _step(reading, step, (*path, "can_move"), possible=True, improvement=False)


def _check(reading: Reading, shape: Any, path: Path) -> Check | None:
    match shape:
        case EquilibriaExpect(equilibria=lists):
            refs = {
                concept: tuple(
                    _state(reading, ref, (*path, "equilibria", concept, index))
                    for index, ref in enumerate(states)
                )
                for concept, states in lists.items()
            }
            return EquilibriaAre(
                {concept: tuple(ref for ref in states if ref is not None) for concept, states in refs.items()}
            )
        case EquilibriumExpect(equilibrium=ref, concepts=concepts, reached=reached):
            return _stable(
                reading,
                path,
                "equilibrium",
                ref,
                reading.dms,
                concepts,
                stable=True,
                every=False,
                reached=reached,
            )
        case NoEquilibriumExpect(no_equilibrium=ref, concepts=concepts):
            return _stable(
                reading, path, "no_equilibrium", ref, reading.dms, concepts, stable=False, every=True
            )
        case StableExpect(stable=ref, for_=dms, concepts=concepts):
            return _stable(reading, path, "stable", ref, dms, concepts, stable=True, every=True)
        case UnstableExpect():
            return _unstable(reading, shape, path)
        case (
            HoldsExpect(holds=ref, concepts=concepts, corrected=put_right)
            | NeverHoldsExpect(never_holds=ref, concepts=concepts, corrected=put_right)
        ):
            possible = isinstance(shape, HoldsExpect)
            states = _state(reading, ref, (*path, "holds" if possible else "never_holds"))
            return None if states is None else Holds(states, tuple(concepts), possible, tuple(put_right))
        case (
            ReachableExpect(reachable=ref, from_=source, by=by, coalitions=names)
            | UnreachableExpect(unreachable=ref, from_=source, by=by, coalitions=names)
        ):
            possible = isinstance(shape, ReachableExpect)
            target = _state(reading, ref, (*path, "reachable" if possible else "unreachable"))
            start = None if source is None else _state(reading, source, (*path, "from"))
            together = read_coalitions(reading, names, (*path, "coalitions"))
            if target is None or together is None:
                return None
            return Reaches(target, start, by == "improvements", possible, together)
        case ImprovesExpect() | NeverImprovesExpect() | CanMoveExpect():
            return _step_of(reading, shape, path)
        case CourseExpect(course=body):
            here = (*path, "course")
            course = read_course(reading, body.by, body.take, (*here, "take"), (*here, "by"))
            rests = _state(reading, body.rests, (*here, "rests"))
            start = None if body.from_ is None else _state(reading, body.from_, (*here, "from"))
            return None if course is None or rests is None else LeadsTo(course, start, rests, body.which)
        case RanksExpect(ranks=body):
            here = (*path, "ranks")
            start = None if body.from_ is None else _state(reading, body.from_, (*here, "from"))
            courses = [
                read_course(reading, body.by, take, (*here, "courses", index), (*here, "by"))
                for index, take in enumerate(body.courses)
            ]
            return Ranks(tuple(each for each in courses if each is not None), start)
        case TipsExpect(tips=body):
            return _tips(reading, body, (*path, "tips"))
    raise AssertionError(shape)


def _state(reading: Reading, ref: int | str, path: Path) -> StateRef | None:
    return reading.state_ref(ref, path)


def _known(reading: Reading, dms: Sequence[str], path: Path) -> bool:
    known = [reading.known_dm(dm, (*path, index)) for index, dm in enumerate(dms)]  # note every mistake
    return all(known)


def _stable(
    reading: Reading,
    path: Path,
    key: str,
    ref: int | str,
    dms: Sequence[str],
    concepts: Sequence[str],
    *,
    stable: bool,
    every: bool,
    reached: bool = False,
) -> Stable | None:
    states = _state(reading, ref, (*path, key))
    if dms is not reading.dms and not _known(reading, dms, (*path, "for")):
        return None
    if not dms:
        reading.problem((*path, "for"), "no decision maker stands here", "write 'for: [label]'")
    return None if states is None else Stable(states, stable, every, tuple(dms), tuple(concepts), reached)


def _unstable(reading: Reading, shape: UnstableExpect, path: Path) -> Stable | None:
    dms = shape.for_
    _known(reading, dms, (*path, "for"))
    if len(dms) > 1:
        what = "several decision makers stand here"
        reading.problem((*path, "for"), what, "write one expectation for each")
    return _stable(reading, path, "unstable", shape.unstable, dms, shape.concepts, stable=False, every=True)


def _step(reading: Reading, step: Any, path: Path, *, possible: bool, improvement: bool) -> Improves | None:
    known = reading.known_dm(step.by, (*path, "by"))
    source = _state(reading, step.from_, (*path, "from"))
    target = _state(reading, step.to, (*path, "to"))
    if not known or source is None or target is None:
        return None
    return Improves(step.by, source, target, possible, improvement)


def _tips(reading: Reading, body: TipsShape, path: Path) -> Tips | None:
    if (body.courses is None) == (body.states is None):
        what = (
            "'courses' and 'states' stand together" if body.courses else "nothing says between what it tips"
        )
        reading.problem(path, what, "write two courses of 'by', or two states", key=True)
        return None
    at = exact_weight(reading, body.at, (*path, "at"))
    start = None if body.from_ is None else _state(reading, body.from_, (*path, "from"))
    states = [_state(reading, ref, (*path, "states", k)) for k, ref in enumerate(body.states or ())]
    courses = [
        read_course(reading, body.by, take, (*path, "courses", k), (*path, "by"))
        for k, take in enumerate(body.courses or ())
    ]
    if not reading.known_dm(body.by, (*path, "by")) or at is None or None in [*states, *courses]:
        return None
    return Tips(
        body.by, at, tuple(each for each in courses if each), tuple(s for s in states if s is not None), start
    )


def read_course(reading: Reading, dm: str, take: Any, path: Path, dm_path: Path) -> Course | None:
    """Read a course of action: the options a decision maker takes; its others stay at their first level."""
    if not reading.known_dm(dm, dm_path):
        return None
    if reading.state_labels:
        reading.problem(path, "a model in graph form has no courses of action", "speak of states instead")
        return None
    settings = read_settings(reading, take, path)
    if settings is None:
        return None
    own = [index for index, owner in enumerate(reading.owners) if owner == dm]
    for option in settings:
        if option not in own:
            reading.problem(path, f"not all of these are options of '{dm}'", "name its own options only")
            return None
    return Course(dm, tuple(settings.get(option, 0) for option in own))
