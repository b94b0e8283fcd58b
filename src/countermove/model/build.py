"""From a model file's text to the conflict it declares, with every mistake in it reported at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from countermove.errors import ModelError, Problem, suggest
from countermove.model.check_shape import Path, check_shape, kind_of
from countermove.model.elements import (
    Arc,
    DecisionMaker,
    ForbiddenMove,
    Model,
    Option,
    State,
    together,
)
from countermove.model.events import EVENTS
from countermove.model.expectations import read_expectations
from countermove.model.forcing import powers_of_layers, read_powers
from countermove.model.happening import add_conditions, check_promises, declared_events, read_regimes
from countermove.model.layering import Whole, check_names, read_layers
from countermove.model.levers import read_levers
from countermove.model.looking import read_foresight
from countermove.model.options import check_label, read_option, read_requirement
from countermove.model.perceiving import read_perceptions
from countermove.model.phasing import read_phases
from countermove.model.preferences import read_preferences
from countermove.model.reading import Reading
from countermove.model.reading_attitudes import read_attitudes
from countermove.model.shape import FORMAT
from countermove.model.shape_parts import RESERVED, DecisionMakerShape, OptionShape
from countermove.model.status_quo import read_status_quo
from countermove.model.tree import Fetch, read_tree
from countermove.model.yaml import Map

__all__ = ["Draft", "read_document", "read_model"]

_ARC = re.compile(r"\s*(\w+)\s*(->|<->)\s*(\w+)\s*\Z")


@dataclass(frozen=True)
class Draft:
    """What a file says so far.

    Attributes
    ----------
    model : Model
        Without the parts that have mistakes.
    problems : tuple of Problem
        The mistakes found.
    states_known : bool
        Whether options, states and constraints are sound, so that the states can be listed and
        the rest held against them.
    """

    model: Model
    problems: tuple[Problem, ...]
    states_known: bool


def read_model(text: str, file: str = "<text>", fetch: Fetch | None = None) -> Draft:
    """Read a model file.

    Parameters
    ----------
    text : str
        The file's content.
    file : str
        Its name, for messages.
    fetch : callable, optional
        Takes the name of a layer's file and returns its text, or raises CountermoveError; without it a
        model whose layers are files cannot be read.

    Returns
    -------
    Draft
        The model and its mistakes. With mistakes it is only good for finding more of them.

    Raises
    ------
    ModelError
        When the mistakes leave nothing to go on with.
    """
    tree = read_tree(text, file, fetch)
    return read_document(tree.data, file, tree.sha256, tree.problems)


def read_document(
    data: Map, file: str, sha256: str, problems: list[Problem], whole: Reading | None = None
) -> Draft:
    """Read a parsed model file, as `read_model` does; ``data`` loses its faulty parts.

    A layer may rest on the claims and sources of the ``whole`` that it is read for.
    """
    _check_version(data, file)
    document, found, removed = check_shape(data, file)
    problems += found
    if document is None:
        raise ModelError(problems)
    reading = Reading(file, data, document, removed)
    reading.problems = problems
    reading.read_sources({} if whole is None else whole.sources)
    reading.read_claims({} if whole is None else whole.claims)

    def layer(own: Map, layer_file: str) -> Model:
        draft = read_document(own, layer_file, sha256, [], reading)
        problems.extend(draft.problems)
        return draft.model

    model = _build(reading, sha256, read_layers(reading, layer))
    own = [each for each in model.constraints if not each.at.file]
    unharmed = len(own) == len(document.constraints) and not any(
        path[0] == "constraints" for path in removed if path
    )
    states_known = reading.labels_known and unharmed and bool(model.options or model.states)
    return Draft(model, tuple(reading.problems), states_known)


def _check_version(data: Map, file: str) -> None:
    version = data.get("countermove")
    if isinstance(version, int) and not isinstance(version, bool) and version == FORMAT:
        return
    at = data.values_at.get("countermove", data.place)
    if "countermove" not in data:
        problem = Problem(
            file, 1, 1, "the file does not say that it is a model", f"start it with 'countermove: {FORMAT}'"
        )
    elif isinstance(version, int) and not isinstance(version, bool) and version > FORMAT:
        what = f"this is a model of format {version}, and this version reads format {FORMAT}"
        problem = Problem(file, at.line, at.column, what, "update countermove; the file is left as it is")
    else:
        what = f"'countermove' holds {kind_of(version)}"
        problem = Problem(file, at.line, at.column, what, f"write 'countermove: {FORMAT}'")
    raise ModelError([problem])


def _build(reading: Reading, sha256: str, layered: Whole) -> Model:
    document = reading.document
    check_names(reading, layered.layers)
    if "status_quo" in reading.data and reading.data["status_quo"] is None:
        reading.problem(
            ("status_quo",), "the status quo is left blank", "write [] when nothing is being done", key=True
        )
    decision_makers = _decision_makers(reading, layered)
    states = _states(reading)
    declared = declared_events(reading, layered, graph_form=bool(states))
    options = [option for dm in decision_makers for option in dm.options]
    options += [event.option for event in declared]
    if states and options:
        reading.problem(
            ("states",), "states and options stand together", "use one form or the other", key=True
        )
        states = ()
    if states:
        reading.set_states([state.label for state in states])
    else:
        reading.set_options([(option.owner, option.label, option.levels) for option in options])
        if not options and decision_makers and reading.labels_known:
            hint = "give a decision maker options, or list states and moves"
            reading.problem(("decision_makers",), "there are neither options nor states", hint, key=True)
    constraints = [
        reading.statement(each, ("constraints", index)) for index, each in enumerate(document.constraints)
    ]
    if states and constraints:
        reading.problem(
            ("constraints",), "a model in graph form has no constraints", "leave the states out", key=True
        )
    if states and document.forbidden_moves:
        hint = "list under 'moves' only the moves there are"
        reading.problem(("forbidden_moves",), "a model in graph form has no forbidden moves", hint, key=True)
    status_quo, because, at = read_status_quo(reading)
    if document.status_quo is None and layered.layers:
        status_quo = layered.today(reading)
        because = together(*(each.model.status_quo_because for each in layered.layers))
    given = layered.preferences(reading)
    reading.layered = set(given)
    preferences = given | read_preferences(reading)
    regimes = (*layered.regimes(reading), *read_regimes(reading))
    levers = read_levers(reading, options, preferences)
    check_promises(reading, levers, preferences, regimes)
    perceptions, imagined = read_perceptions(reading, options, levers, preferences)
    model = Model(
        file=reading.file,
        sha256=sha256,
        title=document.title,
        summary=document.summary,
        notes=document.notes,
        decision_makers=decision_makers,
        constraints=(*layered.constraints(), *(each for each in constraints if each is not None)),
        forbidden_moves=(
            *layered.forbidden_moves(),
            *reading.moves(document.forbidden_moves, ("forbidden_moves",), ForbiddenMove),
            *_requirements(reading, options),
        ),
        states=states,
        arcs=_arcs(reading, states),
        status_quo=status_quo,
        status_quo_because=because,
        status_quo_at=at,
        preferences=preferences,
        sources=layered.sources() | reading.sources,
        claims=layered.claims() | reading.claims,
        levers=levers,
        layers=layered.layers,
        perceptions=perceptions,
        attitudes=read_attitudes(reading),
        imagined_options=imagined,
        phases=read_phases(reading),
        events=add_conditions(reading, declared),
        regimes=regimes,
        powers=(*powers_of_layers(layered.layers), *read_powers(reading, options)),
        foresight=read_foresight(reading, layered.layers),
        narratives=reading.read_narratives(layered.narratives()),
    )
    return replace(model, expectations=read_expectations(reading, model))


def _decision_makers(reading: Reading, layered: Whole) -> tuple[DecisionMaker, ...]:
    """Return the layers' decision makers, and those, and the options, that the file itself adds."""
    found = {each.label: each for each in layered.decision_makers}
    for label, body in reading.document.decision_makers.items():
        path: Path = ("decision_makers", label)
        check_label(reading, label, path)
        if label == EVENTS:
            what = f"'{EVENTS}' is the owner of what happens by itself"
            reading.problem(path, what, "choose another label", key=True)
        shape = body if isinstance(body, DecisionMakerShape) else DecisionMakerShape(name=body)
        options = tuple(_option(reading, label, each, option) for each, option in shape.options.items())
        because = reading.because(shape.because, (*path, "because"))
        at = reading.place(path, key=True)
        own = DecisionMaker(label, shape.name or label, shape.description, options, because, at)
        found[label] = own if label not in found else _added(reading, found[label], own, shape.name)
    if not found and "decision_makers" not in reading.data and reading.dms_known:
        reading.problem((), "the model has no 'decision_makers'", "add 'decision_makers: ...'")
    reading.dms = list(found)
    return tuple(found.values())


def _added(reading: Reading, layered: DecisionMaker, own: DecisionMaker, name: str | None) -> DecisionMaker:
    """Return a decision maker of the layers with what the whole adds to it."""
    for option in own.options:
        if any(option.label == each.label for each in layered.options):
            what = f"a layer has an option '{option.id}' already"
            reading.problem(option.at, what, "choose another label")
    return replace(
        layered,
        name=name or layered.name,
        description=own.description or layered.description,
        options=(*layered.options, *own.options),
        because=(*layered.because, *own.because),
    )


def _option(reading: Reading, owner: str, label: str, body: str | OptionShape | None) -> Option:
    path: Path = ("decision_makers", owner, "options", label)
    check_label(reading, label, path)
    shape = body if isinstance(body, OptionShape) else OptionShape(name=body)
    return read_option(reading, owner, label, shape, path)


def _states(reading: Reading) -> tuple[State, ...]:
    found: list[State] = []
    for number, (key, text) in enumerate(reading.document.states.items(), start=1):
        label = str(key)
        path: Path = ("states", key)
        if label.isdecimal() and label != str(number):
            reading.problem(
                path,
                f"state '{label}' is number {number}",
                f"call it {number}, or begin it with a letter",
                key=True,
            )
        if label in RESERVED:
            reading.problem(path, f"'{label}' is a word of the language", "choose another label", key=True)
        found.append(State(label, text or label, reading.place(path, key=True)))
    return tuple(found)


def _arcs(reading: Reading, states: tuple[State, ...]) -> dict[str, tuple[Arc, ...]]:
    moves = reading.document.moves
    if moves and not states:
        if reading.labels_known:
            hint = "list the states, or give options 'moves: forward' instead"
            reading.problem(("moves",), "top-level moves belong to the graph form", hint, key=True)
        return {}
    index = {state.label: position for position, state in enumerate(states)}
    found: dict[str, tuple[Arc, ...]] = dict.fromkeys(reading.dms, ())
    for dm, lines in moves.items():
        if not reading.known_dm(dm, ("moves", dm), key=True):
            continue
        arcs: dict[Arc, None] = {}
        for position, line in enumerate(lines):
            path: Path = ("moves", dm, position)
            match = _ARC.match(line)
            if match is None:
                reading.problem(path, f"'{line[:40]}' is not a move", "write 's1 -> s2' or 's1 <-> s2'")
                continue
            one, sign, other = match.groups()
            unknown = [label for label in (one, other) if label not in index]
            for label in unknown if reading.labels_known else []:
                reading.problem(path, f"unknown state '{label}'", suggest(label, index, what="states"))
            if unknown:
                continue
            if one == other:
                reading.problem(path, f"'{one}' leads to itself", "a move leads to another state")
            arcs[Arc(index[one], index[other])] = None
            if sign == "<->":
                arcs[Arc(index[other], index[one])] = None
        found[dm] = tuple(arcs)
    return found


def _requirements(reading: Reading, options: Sequence[Option]) -> tuple[ForbiddenMove, ...]:
    """Read what the file's own options require; those of layers are among the layers' forbidden moves."""
    places = {option.id: index for index, option in enumerate(options)}
    found = []
    for owner, dm in reading.document.decision_makers.items():
        for label, shape in dm.options.items() if isinstance(dm, DecisionMakerShape) else ():
            if isinstance(shape, OptionShape) and f"{owner}.{label}" in places:
                index = places[f"{owner}.{label}"]
                path: Path = ("decision_makers", owner, "options", label)
                found.append(read_requirement(reading, options[index], index, shape, path))
    return tuple(each for each in found if each is not None)
