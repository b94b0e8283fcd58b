"""One open model: its files, what they say now, and its draft.

The files stay the truth. A model is read again whenever their bytes are others than those that were read
last, so that an edit in any editor, of the model, of a layer or of a document, appears on the next page.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from countermove.conflict import Conflict
from countermove.errors import CountermoveError, ModelError, Problem, UsageError
from countermove.files import text_of
from countermove.loading import loads
from countermove.model.tree import layer_files
from countermove.views.told import Told
from countermove.web.at_hand import AtHand, stamp
from countermove.web.drafts import Draft, StaleError, Texts, digest, draft_path, place_of
from countermove.web.holding import HeldError

__all__ = ["AtHand", "Opened", "Snapshot"]

MAX_BYTES = 20_000_000
MAX_SNAPSHOTS = 40
"""So many versions of a model are kept analysed, for undo and for what an edit changes."""
MAX_STATES = 1_000_000
"""So many states the versions that are kept may have together, 300 MB or so; the last two are always kept."""


@dataclass(frozen=True)
class Snapshot:
    """A model as its files say it at one moment.

    Attributes
    ----------
    text : str
        The model's own file.
    sha256 : str
        Of all its files; what a write must name, so that nobody's edit is lost.
    conflict : Conflict or None
        None where the text is no valid model.
    error : CountermoveError or None
        Why it is none.
    at_hand : AtHand
        Documents besides those that the model names.
    texts : mapping of str to str
        All files by their paths from the model's folder, the model's own first.
    layers : mapping of str to str
        By the layers' labels the files among these in which they stand.
    documents : str
        By what the documents are told from what they were.
    """

    text: str = field(repr=False)
    sha256: str
    conflict: Conflict | None
    error: CountermoveError | None = None
    at_hand: AtHand = field(default_factory=AtHand)
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    layers: Mapping[str, str] = field(default_factory=dict, repr=False)
    documents: str = ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The mistakes in the text."""
        return tuple(self.error.problems) if isinstance(self.error, ModelError) else ()

    @property
    def beside(self) -> dict[str, str]:
        """The files of layers; what `loads` takes."""
        return dict(list(self.texts.items())[1:])

    @cached_property
    def told(self) -> Told:
        """What is told of the conflict and its evidence, worked out part by part when first asked for."""
        if self.conflict is None:
            raise UsageError("the model is not valid; mend it first")
        return Told(self.conflict, self.at_hand.evidence(self.conflict))


class Opened:
    """One open model.

    Attributes
    ----------
    id : str
        Its part of the address.
    path : Path
        The file.
    bundled : bool
        Whether it is a case of the package, which is never written to.
    recovered : bool
        Whether the draft is from an earlier run.
    elsewhere : str
        Who else has unsaved edits, and what to do; empty where nobody has.
    writing : Lock
        Held by who answers a form, so that of two who have seen the same the second does nothing at all.
    """

    def __init__(self, id_: str, path: Path, *, bundled: bool, at_hand: AtHand | None = None) -> None:
        self.id = id_
        self.at_hand = at_hand or AtHand()
        self.path = path
        self.bundled = bundled
        self.recovered = False
        self.elsewhere = ""
        self.writing = threading.Lock()
        self._lock = threading.RLock()
        self._kept: OrderedDict[tuple[str, str], Snapshot] = OrderedDict()
        self._draft: Draft | None = None

    @property
    def name(self) -> str:
        """What to call it on the command line: the case's name, or the file."""
        return self.path.parent.name if self.bundled else str(self.path)

    @property
    def main(self) -> str:
        """The name of the model's own file in its folder."""
        return self.path.name

    def now(self) -> Snapshot:
        """Return what is shown: the draft where there is one, else the files, read when they change."""
        with self._lock:
            draft = self.draft
            return self._of({} if draft is None else draft.texts)

    def before(self, *, saved: bool = False) -> Snapshot | None:
        """Return the version before the last edit, or the saved one; None where there is none."""
        with self._lock:
            draft = self.draft
            if draft is None or (not saved and not draft.at):
                return None
            return self._of(draft.base if saved else draft.versions[draft.at - 1])

    def version(self, at: int) -> Snapshot | None:
        """Return the version that so many edits had made; None where there is none."""
        with self._lock:
            draft = self.draft
            known = draft is not None and 0 <= at < len(draft.versions)
            return self._of(draft.versions[at]) if draft is not None and known else None

    def read(self, changed: str | Mapping[str, str]) -> Conflict:
        """Return what the model would be with other texts, its own or those of several files.

        Raises
        ------
        UsageError
            When a file is named that is none of the model's.
        ModelError, LimitError
            As `countermove.loading.loads`.
        """
        with self._lock:
            now, texts = self.now(), self.named(changed)
            if strange := sorted(texts.keys() - now.texts.keys()):
                raise UsageError(f"'{strange[0]}' is no file of this model; load the page again")
            made = self._of({**now.texts, **texts})
        if made.conflict is None:
            assert made.error is not None
            raise made.error
        return made.conflict

    def named(self, changed: str | Mapping[str, str]) -> Texts:
        """Return texts by their files; one alone is of the model's own."""
        return {self.main: changed} if isinstance(changed, str) else dict(changed)

    # ------------------------------------------------------------ the draft
    @property
    def draft(self) -> Draft | None:
        """The draft; a file of it that has nothing to save gives way to one that has changed."""
        with self._lock:
            self._take_up()
            draft = self._draft
            if draft is None or not (moved := self._moved(draft)):
                return draft
            there = draft.there()
            # Saved, and stopped before the journal was removed; or edited to the same elsewhere.
            if same := {name: there[name] for name in moved if there[name] == draft.texts[name]}:
                draft.base |= same
                if draft.changed:
                    draft.onto(same)
                else:
                    draft.forget()
            unchanged = set(moved) - same.keys() - set(draft.changed)
            if unchanged:
                draft.without(unchanged)
                if not draft.changed:
                    self._draft = draft = None
            return draft

    def _take_up(self) -> None:
        """Go on with a draft that a run has left which is no longer there."""
        self.elsewhere = ""
        ours = self._draft is not None and self._draft.hold.held
        if self.bundled or ours or not draft_path(self.path).exists():
            return
        if (found := Draft.found(self.path)) is None:
            return
        try:
            found.hold.take()
            self._draft, self.recovered = found, True
        except HeldError as error:
            self.elsewhere = str(error)

    def _moved(self, draft: Draft) -> list[str]:
        there = draft.there()
        return [name for name in draft.base if there[name] != draft.base[name]]

    @property
    def mark(self) -> str:
        """By what the draft and the documents are told from what they were."""
        with self._lock:
            draft, documents = self.draft, self.now().documents
            if draft is None:
                return f"{documents}/{self.elsewhere}"
            around = draft.done[max(draft.at - 1, 0) : draft.at + 1]
            documents += f"/{self.elsewhere}"
            return f"{documents}/{draft.at}/{around}/{draft.changed}/{self.overtaken}/{self.recovered}"

    @property
    def overtaken(self) -> list[str]:
        """The files that are no longer what the draft began from."""
        with self._lock:
            draft = self.draft
            return [] if draft is None else self._moved(draft)

    def change(self, changed: str | Mapping[str, str], what: str, seen: str) -> None:
        """Edit the draft; it begins with the first edit.

        Parameters
        ----------
        changed : str or mapping of str to str
            The new text of the model's own file, or by their names those of the files that change.
        what, seen : str
            What was done, in words, and the SHA-256 of what the writer saw.

        Raises
        ------
        StaleError
            When that is not what is shown.
        UsageError
            When the model is a bundled case.
        """
        if self.bundled:
            raise UsageError("a bundled case is not changed; save a copy of it in the workshop first")
        with self._lock:
            texts = self.named(changed)
            self._must_be(seen)
            draft = self.draft or Draft(self.path, [{}])
            draft.edit(texts, what, self.now().texts)
            self._draft, self.recovered = draft, False

    def known(self, sha256: str) -> Mapping[str, str]:
        """Return the texts of a version that was shown; none where it is not known any more."""
        with self._lock:
            return next((kept.texts for key, kept in self._kept.items() if key[0] == sha256), {})

    def step(self, by: int, seen: str) -> None:
        """Undo (-1) or redo (1) one edit."""
        with self._lock:
            if (draft := self.draft) is None:
                raise UsageError("there is nothing to undo or to do again")
            self._must_be(seen)
            draft.step(by)

    def save(self, seen: str, over: str = "") -> None:
        """Write the draft into the files that it changes.

        Parameters
        ----------
        seen, over : str
            The SHA-256 of what the writer saw, and, where files have changed meanwhile, of those that the
            writer has seen and wants to replace.
        """
        with self._lock:
            if (draft := self.draft) is None:
                raise UsageError("there is nothing to save")
            self._must_be(seen)
            there = draft.there()
            if over and digest(there) == over:
                draft.onto(there)
            draft.save()
            self.recovered = False

    def discard(self, seen: str) -> None:
        """Show what the files say again; as long as the workbench runs, undo brings the edits back."""
        with self._lock:
            if (draft := self.draft) is not None:
                self._must_be(seen)
                saved = {name: draft.base[name] for name in draft.changed}
                draft.edit(saved, "all unsaved changes discarded")
                draft.forget()
            self.recovered = False

    def close(self) -> None:
        """Let others change the model; what is not saved stays in the journal, to be found again."""
        with self._lock:
            if self._draft is not None:
                self._draft.hold.free()
            self._draft = None

    def _must_be(self, seen: str) -> None:
        now = self.now()
        if seen != now.sha256:
            raise StaleError(self.known(seen), now.texts)

    # ------------------------------------------------------------ the files
    def _of(self, ours: Mapping[str, str]) -> Snapshot:
        """Return what the files say where those of ``ours`` say that."""
        texts, unread = self._texts(ours)
        key = digest(texts), unread
        made = self._kept.get(key) or self._snapshot(texts, key[0])
        if made.conflict is not None and made.documents != (mark := self.at_hand.mark(made.conflict)):
            made = replace(made, documents=mark)
        self._kept[key] = made
        self._kept.move_to_end(key)
        while len(self._kept) > MAX_SNAPSHOTS or (len(self._kept) > 2 and self._states() > MAX_STATES):
            self._kept.popitem(last=False)
        return made

    def _states(self) -> int:
        """Return how many states the versions have whose verdicts are kept."""
        conflicts = (each.conflict for each in self._kept.values())
        return sum(each.state_count for each in conflicts if each is not None and each.analyzed)

    def _texts(self, ours: Mapping[str, str]) -> tuple[Texts, str]:
        """Return all files, the model's own first, and by what those that cannot be read are told apart."""
        main = ours[self.main] if self.main in ours else text_of(self.path, MAX_BYTES + 1)
        texts, unread = {self.main: main}, []
        for _, name, place in self._layer_files(main):
            try:
                text = ours[name] if name in ours else text_of(place, MAX_BYTES + 1)
                text.encode()
                texts[name] = text
            except (UsageError, UnicodeEncodeError):
                unread.append(stamp(place))
        return texts, " ".join(unread)

    def _layer_files(self, main: str) -> Iterator[tuple[str, str, Path]]:
        """Yield the layers that are files: label, path from the folder, and place."""
        if "layers" not in main:
            return
        folder = self.path.parent.resolve()
        for label, given in layer_files(main.removeprefix("\ufeff"), self.name).items():
            with suppress(UsageError):  # refused when the model is loaded
                place = place_of(folder, given)
                if place != self.path:
                    yield label, place.relative_to(folder).as_posix(), place

    def _snapshot(self, texts: Texts, sha256: str) -> Snapshot:
        beside = dict(texts)
        text = beside.pop(self.main).removeprefix("\ufeff")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            line = text.count("\n", 0, error.start) + 1
            problem = Problem(self.name, line, 1, "the file is not UTF-8 text", "save it as UTF-8")
            return Snapshot("", sha256, None, ModelError([problem]))
        try:
            conflict = loads(text, self.name, self.path.parent, beside)
            layers = {label: name for label, name, _ in self._layer_files(texts[self.main])}
            return Snapshot(text, sha256, conflict, at_hand=self.at_hand, texts=texts, layers=layers)
        except CountermoveError as error:
            return Snapshot(text, sha256, None, error, texts=texts)
