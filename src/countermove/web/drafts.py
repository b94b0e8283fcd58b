"""Edits that are not saved yet: with undo and redo, and kept through a kill.

A draft is a journal beside the model, one JSON line for each step, written through to the disk before the
page is answered. A last line that a kill cut off is passed over. A model may have several files, its own
and those of its layers; a step says what the files that it changes are to say. The files themselves change
only when the draft is saved, each in one step, and only if it still is what the draft began from. The
journal goes last, so that a kill between two files leaves a draft with the rest.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from countermove.errors import CountermoveError, EvidenceError, UsageError
from countermove.evidence.quotes.source import inside
from countermove.files import text_of, write_over, write_whole
from countermove.web.holding import Hold

__all__ = ["Draft", "StaleError", "Texts", "digest", "draft_path", "place_of"]

Texts = dict[str, str]
"""What files say, by their paths from the model's folder."""


class StaleError(CountermoveError):
    """What is to be changed is no longer what the writer saw.

    Attributes
    ----------
    seen, found : mapping of str to str
        The files that the writer started from, none where that is not known, and what they say now.
    """

    def __init__(self, seen: Mapping[str, str], found: Mapping[str, str]) -> None:
        self.seen = seen
        self.found = found
        self.files = [name for name in found if found[name] != seen.get(name)] if seen else []
        which = " and ".join(f"'{name}'" for name in self.files) if len(found) > 1 else ""
        super().__init__(
            f"somebody else has changed {which or 'the model'} meanwhile; look at what differs, "
            "then do it again"
        )


def digest(texts: str | Mapping[str, str]) -> str:
    """Return by what texts are told from others: the SHA-256 of one, or of the names and those of several."""
    if isinstance(texts, str):
        return hashlib.sha256(texts.encode("utf-8", "surrogatepass")).hexdigest()
    if len(texts) == 1:
        return digest(next(iter(texts.values())))
    return digest("".join(f"{name}\0{digest(text)}\0" for name, text in sorted(texts.items())))


def draft_path(model: Path) -> Path:
    """Return where the draft of a model is kept."""
    return model.with_name(f".{model.name}.countermove-draft")


def place_of(folder: Path, name: str) -> Path:
    """Return where a file of a model lies, which is in the model's folder.

    Raises
    ------
    UsageError
        When it leads out of the folder, links followed.
    """
    try:
        return inside(folder, name)
    except EvidenceError:
        what = f"the file '{name[:60]}' lies outside the model's folder"
        raise UsageError(f"{what}; put the layer's file beside the model") from None


@dataclass
class Draft:
    """The versions of a model's files in this session, and which of them is shown.

    Attributes
    ----------
    path : Path
        The model's own file.
    versions : list of Texts
        What was opened first, and what each edit made of it. All hold the same files: those that any edit
        has changed. An edit after an undo drops what was undone.
    at : int
        Which of them is shown.
    done : list of str
        What led to each version but the first, in words.
    base : Texts
        What the files said when they were opened or saved last.
    """

    path: Path
    versions: list[Texts]
    at: int = 0
    done: list[str] = field(default_factory=list)
    base: Texts = field(default_factory=dict)
    hold: Hold = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        self.base = self.base or dict(self.versions[0])
        self.hold = Hold.of(self.path)

    @property
    def texts(self) -> Texts:
        """What is shown of the files that any edit has changed."""
        return self.versions[self.at]

    @property
    def text(self) -> str:
        """What is shown of the model's own file, if any edit has changed it."""
        return self.texts.get(self.path.name, "")

    @property
    def changed(self) -> list[str]:
        """The files in which there is anything to save."""
        return [name for name, text in self.texts.items() if text != self.base[name]]

    # ------------------------------------------------------------ steps
    def edit(self, texts: Mapping[str, str], what: str, found: Mapping[str, str] | None = None) -> None:
        """Show other texts from now on.

        Parameters
        ----------
        texts : mapping of str to str
            What files are to say.
        what : str
            What was done, in words.
        found : mapping of str to str
            What those say now that no edit has changed yet.
        """
        joining = {name: (found or {})[name] for name in texts if name not in self.base}
        if {**joining, **self.texts, **texts} == {**joining, **self.texts}:
            return
        new = {name: text for name, text in texts.items() if text != self.texts.get(name)}
        self._write({"texts": new, "what": what} | ({"joining": joining} if joining else {}))
        self._take(new, what, joining)

    def step(self, by: int) -> None:
        """Undo (-1) or redo (1) one edit."""
        at = self.at + by
        if not 0 <= at < len(self.versions):
            raise UsageError("there is nothing more to undo" if by < 0 else "there is nothing to do again")
        self._write({"at": at})
        self.at = at

    def save(self) -> None:
        """Write what is shown into the files that it changes.

        Raises
        ------
        StaleError
            When one of them is not what the draft began from.
        """
        changed = self.changed
        if not changed:
            self.forget()
            return
        self._may_write()
        found = self.there()
        if any(found[name] != self.base[name] for name in changed):
            raise StaleError(self.base, found)
        for name in changed:
            there = write_over(place_of(self.path.parent, name), self.texts[name], self.base[name])
            if there is not None:
                raise StaleError(self.base, found | {name: there})
            if name != changed[-1]:
                self.onto({name: self.texts[name]})
            self.base[name] = self.texts[name]
        self.forget()

    def there(self) -> Texts:
        """Return what the files say on the disk; one that is not there says nothing."""
        places = {name: place_of(self.path.parent, name) for name in self.base}
        return {name: text_of(place) if place.exists() else "" for name, place in places.items()}

    def onto(self, found: Mapping[str, str]) -> None:
        """Begin from what files say now, which the writer has seen: saving will replace that."""
        self.base |= found
        self._write({"base": dict(found)})

    def without(self, names: Iterable[str]) -> None:
        """Let files say what they say on the disk, which ends the session's undoing."""
        kept = {name: text for name, text in self.texts.items() if name not in names}
        self.base = {name: self.base[name] for name in kept}
        self.versions, self.done, self.at = [kept], [], 0
        if self.changed:
            self._may_write()
            write_whole(draft_path(self.path), "".join(self._lines()))
        else:
            self.forget()

    def forget(self) -> None:
        """Remove the journal; the files stay as they are."""
        if self.hold.held or not draft_path(self.path).exists():
            draft_path(self.path).unlink(missing_ok=True)
            self.hold.free()

    def _take(self, texts: Mapping[str, str], what: str, joining: Mapping[str, str]) -> None:
        del self.versions[self.at + 1 :], self.done[self.at :]
        self.base = {**joining, **self.base}
        self.versions = [{**joining, **each} for each in self.versions]
        self.versions.append({**self.texts, **texts})
        self.done.append(what)
        self.at += 1

    # ------------------------------------------------------------ the journal
    def _may_write(self) -> None:
        """Take hold of the model; somebody else's journal, who was killed meanwhile, is not gone on with."""
        if self.hold.take() and _others(self):
            self.hold.free()
            raise UsageError("another run left changes that are not saved; load the page again to see them")

    def _write(self, line: dict[str, Any]) -> None:
        self._may_write()
        place = draft_path(self.path)
        begun = _continued(place)
        with open(place, "a", encoding="utf-8", opener=self._opened) as stream:
            if not begun:
                stream.writelines(self._lines())
            stream.write(json.dumps(line) + "\n")
            stream.flush()
            os.fsync(stream.fileno())

    def _opened(self, place: str, flags: int) -> int:
        """Open the journal, which may be read by those who may read the model."""
        mode = stat.S_IMODE(self.path.stat().st_mode) if self.path.exists() else 0
        return os.open(place, flags, mode | stat.S_IRUSR | stat.S_IWUSR)

    def _lines(self) -> list[str]:
        steps: list[dict[str, Any]] = [{"base": self.base, "first": self.versions[0]}]
        for before, after, what in zip(self.versions, self.versions[1:], self.done, strict=False):
            new = {name: text for name, text in after.items() if text != before[name]}
            steps.append({"texts": new, "what": what})
        return [json.dumps(each) + "\n" for each in (*steps, {"at": self.at})]

    @classmethod
    def found(cls, path: Path) -> Draft | None:
        """Return the draft that was left beside a model; None where there is none that can be read.

        A journal may come from anybody, with the model; one that names a file out of the folder is none.
        """
        place = draft_path(path)
        try:
            lines = [] if place.is_symlink() else place.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return None
        steps = [step for line in lines if (step := _step(line, path.name)) is not None]
        if not steps or "base" not in steps[0]:
            return None
        draft = cls(path, [steps[0].get("first", steps[0]["base"])], base=dict(steps[0]["base"]))
        if draft.base.keys() != draft.texts.keys():
            return None
        for step in steps[1:]:
            joining = step.get("joining", {})
            if "texts" in step and step["texts"].keys() <= draft.base.keys() | joining.keys():
                draft._take(step["texts"], str(step.get("what", "")), joining)
            elif isinstance(step.get("at"), int) and 0 <= step["at"] < len(draft.versions):
                draft.at = step["at"]
            elif "base" in step and step["base"].keys() <= draft.base.keys():
                draft.base |= step["base"]
        try:
            for name in draft.base:
                place_of(path.parent, name)
        except UsageError:
            return None
        return draft


def _step(line: str, main: str) -> dict[str, Any] | None:
    """Read a line of a journal; where a text is of no named file, as once it was, it is the model's own."""
    try:
        step = json.loads(line)
    except ValueError:
        return None
    if not isinstance(step, dict):
        return None
    if "text" in step:
        step["texts"] = step.pop("text")
    for key in ("base", "first", "texts", "joining"):
        if isinstance(step.get(key), str):
            step[key] = {main: step[key]}
        if key in step and not _are_texts(step[key]):
            return None
    return step


def _are_texts(found: object) -> bool:
    return isinstance(found, dict) and all(isinstance(each, str) for each in found.values())


def _others(draft: Draft) -> bool:
    """Say whether there is a journal of somebody else's."""
    place = draft_path(draft.path)
    if place.is_symlink():
        raise UsageError(f"'{place}' is a link, and no draft; delete it")
    found = Draft.found(draft.path)
    return found is not None and found != draft


def _continued(place: Path) -> bool:
    """Say whether a journal can be gone on with; a line that was cut off is closed, so the next is kept."""
    try:
        with place.open("rb+") as stream:
            try:
                first = json.loads(stream.readline())
            except ValueError:
                first = None
            if not isinstance(first, dict) or not isinstance(first.get("base"), (str, dict)):
                stream.truncate(0)
                return False
            stream.seek(-1, os.SEEK_END)
            if stream.read(1) != b"\n":
                stream.write(b"\n")
            return True
    except FileNotFoundError:
        return False
