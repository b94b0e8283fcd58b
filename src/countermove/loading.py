"""Reading a conflict from text, a file, standard input or a bundled case."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from countermove import cases, concepts, space
from countermove.conflict import Conflict
from countermove.errors import EvidenceError, LimitError, ModelError, Problem, UsageError, suggest
from countermove.evidence.quotes.source import inside
from countermove.model import Draft, Model, read_model
from countermove.model.changes import Changed
from countermove.model.changing import read_changed, wanted
from countermove.model.elements import Layer
from countermove.model.tree import Fetch
from countermove.model.yaml import MAX_BYTES
from countermove.space.carried import carried_over
from countermove.space.unlisted import INSTALL, installed, refusal

__all__ = ["changed", "load", "loads"]


def loads(
    text: str, file: str = "<text>", folder: Path | None = None, beside: Mapping[str, str] | None = None
) -> Conflict:
    """Read a model from text.

    Parameters
    ----------
    text : str
        The model.
    file : str
        What messages call it.
    folder : Path, optional
        Where the files of its layers and documents lie.
    beside : mapping of str to str, optional
        What files of layers are to say, by their paths from the folder, whatever they say there.

    Raises
    ------
    ModelError
        With every mistake in it.
    LimitError
        When the conflict is too large to be listed, and the symbolic engine cannot take it either.
    """
    return _loaded(read_model(text, file, _fetch(folder, beside)), folder, text, beside=beside)


def changed(
    conflict: Conflict,
    *,
    set: Sequence[str] = (),  # noqa: A002 - named as on the command line
    without: Sequence[str] = (),
    swap: Sequence[str] = (),
) -> Conflict:
    """Return what a conflict would be with some changes to its model, made in this order.

    Parameters
    ----------
    conflict : Conflict
        As it was loaded. Its file stays as it is.
    set : sequence of str
        ``PATH=VALUE``: what to set to which value in YAML, such as
        ``preferences.russia.prioritize[0]=not karabakh``. The path is there, or adds a key or a last item.
    without : sequence of str
        Labels of claims. Each constraint, forbidden move, element of power, prioritized statement and
        weight that rests on these alone is left out.
    swap : sequence of str
        ``DM:I,J``: which two statements of a decision maker, or tiers of its ranking, change places.

    Returns
    -------
    Conflict
        Its ``changed`` says what was done. Numbers in its rankings and its status quo mean the states that
        they meant before, whichever states are feasible now.

    Raises
    ------
    UsageError
        When a change cannot be read or made.
    ModelError
        When the changed model is not valid.
    LimitError
        When it is too large.
    """
    if conflict.text is None:
        raise UsageError("this conflict was read from no text; load it with 'countermove.load' or 'loads'")
    if conflict.changed is not None:
        raise UsageError("this conflict is changed already; give all changes at once to the one as loaded")
    asked = wanted(set, without, swap)
    try:
        fetch = _fetch(conflict.folder, conflict.beside)
        draft, done = read_changed(conflict.text, conflict.model.file, asked, fetch)
        if draft.states_known and conflict.listed:
            model, rankings = carried_over(draft.model, conflict.space)
            draft = replace(draft, model=model)
            done = replace(done, changes=(*done.changes, *rankings))
        return _loaded(draft, conflict.folder, conflict.text, done, conflict.beside)
    except ModelError as error:
        raise ModelError(asked.told(error.problems)) from None


def _loaded(
    draft: Draft,
    folder: Path | None,
    text: str,
    done: Changed | None = None,
    beside: Mapping[str, str] | None = None,
) -> Conflict:
    problems = list(draft.problems)
    problems += _unknown_concepts(draft.model)
    problems += [problem for each in draft.model.layers if each.model.options for problem in _in_layer(each)]
    if draft.states_known:
        try:
            made, more = space.check(draft.model)
        except LimitError as error:
            if problems:
                raise ModelError(problems) from None
            return _too_large_to_list(Conflict(draft.model, error, folder, text, done, beside), error)
        problems += more
    if problems:
        raise ModelError(problems)
    return Conflict(draft.model, made, folder, text, done, beside)


def _in_layer(layer: Layer) -> list[Problem]:
    try:
        return space.check(layer.model)[1]
    except LimitError as error:
        raise LimitError(f"layer '{layer.label}': {error}") from None


def _too_large_to_list(made: Conflict, error: LimitError) -> Conflict:
    """Return a conflict for the symbolic engine alone, its states' mistakes looked for by that engine."""
    why = refusal(made.model)
    if why is not None:
        raise LimitError(f"{error}. Without listing them it cannot be done either: {why}")
    if not installed():
        raise LimitError(f"{error}; or let the symbolic engine work without: {INSTALL}")
    made.unlisted  # noqa: B018 - made now, for what is wrong with a model is said when it is loaded
    return made


def load(path_or_case: str | Path) -> Conflict:
    """Read a model from a file, from standard input (``-``), or by the name of a bundled case.

    Raises
    ------
    UsageError
        When there is no such file or case.
    ModelError, LimitError
        As `loads`.
    """
    name = str(path_or_case)
    if name == "-":
        if sys.stdin is None:
            raise UsageError("there is no standard input to read a model from; name a file")
        return loads(_decode(sys.stdin.buffer.read(MAX_BYTES + 1), "<stdin>"), "<stdin>")
    path = Path(path_or_case)
    try:
        bundled = cases.case_path(name) if not path.exists() or path.is_dir() else None
    except (OSError, ValueError):
        raise UsageError(f"'{name[:60]}' is no file name; name a model file or a bundled case") from None
    if bundled is None and path.is_dir():
        models = [f", such as {each}" for each in sorted(path.glob("*.y*ml"))]
        raise UsageError(f"'{name}' is a folder; name a model file{(models or [''])[0]}")
    if bundled is None and not path.exists():
        hint = suggest(name, cases.case_names(), what="the cases are")
        raise UsageError(f"'{name}' is no file or bundled case; {hint}")
    place = bundled or path
    try:
        with place.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"'{name}' cannot be read: {error.strerror}") from None
    return loads(_decode(raw, name), name, place.parent)


def _fetch(folder: Path | None, beside: Mapping[str, str] | None) -> Fetch | None:
    """Return what reads the files of layers, which lie in the model's folder."""
    if folder is None:
        return None

    def fetch(file: str) -> str:
        try:
            place = inside(folder, file)
        except EvidenceError:
            what = f"the file '{file[:60]}' lies outside the model's folder"
            raise UsageError(f"{what}; put the layer's file beside the model") from None
        name = place.relative_to(folder.resolve()).as_posix()
        if beside is not None and name in beside:
            return beside[name].removeprefix("\ufeff")
        try:
            with place.open("rb") as stream:
                return _decode(stream.read(MAX_BYTES + 1), file)
        except OSError as error:
            raise UsageError(f"'{file}' cannot be read: {error.strerror}") from None

    return fetch


def _decode(raw: bytes, file: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ModelError([Problem(file, line, 1, "the file is not UTF-8 text", "save it as UTF-8")]) from None


def _unknown_concepts(model: Model) -> list[Problem]:
    """Return what names a concept there is not: expectations, and the foresight of a decision maker."""
    found = []
    layers = {each.label: each.model for each in model.layers}
    for each in model.expectations:
        for name in each.concepts:
            what, hint = _concept_problem(name)
            if name == "mixed" and not layers.get(each.layer, model).foresight:
                what, hint = "nothing says how far each side looks ahead", "add 'foresight: {LABEL: smr}'"
            if not what and each.attitudes is not None and not _with_attitudes(name):
                what, hint = f"'{name}' is not defined with attitudes", "use nash, gmr, smr, seq or sseq"
            found += [Problem(model.file, each.at.line, each.at.column, what, hint)] if what else []
    for outlook in model.foresight.values():
        what, hint = _concept_problem(outlook.concept)
        if outlook.concept == "mixed":
            what, hint = "'mixed' is no concept of one side", "give it one such as nash, smr or maximin:4"
        at = outlook.at
        found += [Problem(at.file or model.file, at.line, at.column, what, hint)] if what else []
    return found


def _with_attitudes(name: str) -> bool:
    """Whether a concept is defined with attitudes; see `countermove.analyses.attitudes.with_attitudes`."""
    form = concepts.find(name).form
    return isinstance(form, concepts.Form) and not form.rounds


def _concept_problem(name: str) -> tuple[str, str]:
    """Return what is wrong with a concept's id and what to type; empty where nothing is."""
    try:
        concepts.find(name)
    except UsageError as error:
        what, _, hint = str(error).partition("; ")
        return what, hint
    return "", ""
