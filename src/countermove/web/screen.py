"""A screen: one address, one function that says everything the page shows, and the same as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from countermove.conflict import Conflict
from countermove.errors import CountermoveError, ModelError, UsageError
from countermove.web.jobs import Job, Jobs, WaitsError, Work, job_id
from countermove.web.workspace import Opened, Snapshot, Workspace

__all__ = ["Asked", "Bench", "Form", "Screen", "Write", "said_of"]


class Form(dict[str, str]):
    """What a form sent: its fields, of a file the name as ``FIELD.name``.

    Attributes
    ----------
    files : dict of str to bytes
        What the files say.
    """

    def __init__(
        self, fields: Mapping[str, str] | None = None, files: Mapping[str, bytes] | None = None
    ) -> None:
        super().__init__(fields or {})
        self.files = dict(files or {})

    def file(self, field: str) -> str:
        """Return the name of a file that was sent; empty where none was."""
        return self.get(f"{field}.name", "") if field in self.files else ""

    def text(self, field: str) -> str:
        """Return what a file says.

        Raises
        ------
        UsageError
            When it is no UTF-8 text.
        """
        try:
            return self.files[field].decode("utf-8")
        except UnicodeDecodeError:
            raise UsageError("the file is not UTF-8 text; save it as UTF-8") from None


@dataclass(frozen=True)
class Bench:
    """What screens have besides the model that they are asked of.

    Attributes
    ----------
    workspace : Workspace
        The open models.
    jobs : Jobs
        Where long work is done.
    """

    workspace: Workspace
    jobs: Jobs


@dataclass(frozen=True)
class Asked:
    """What a screen is asked: of which model, as it is now, and the address's query.

    Attributes
    ----------
    opened : Opened
        The model.
    now : Snapshot
        What its file says; its conflict is valid.
    query : mapping of str to str
        The address's query, which restores the view: the last value of each key.
    path : mapping of str to str
        The parts of the address that the screen's own path names.
    form : Form
        What a write sent; empty when the page is only read.
    wrong : CountermoveError or None
        Why the write was refused, to be said at its field.
    bench : Bench, optional
        The other open models, and where long work is done.
    address : str
        The page's address.
    """

    opened: Opened
    now: Snapshot
    query: Mapping[str, str]
    path: Mapping[str, str]
    form: Form = field(default_factory=Form)
    wrong: CountermoveError | None = None
    bench: Bench | None = None
    address: str = ""

    def worked(self, work: Work, what: str, **asked: Any) -> dict[str, Any]:
        """Return what a piece of long work on this model gives.

        Parameters
        ----------
        work : callable
            A function of a module: takes the conflict, ``progress`` and what is asked, gives plain data.
        what : str
            What the page says is being done, such as ``What would make state 4 hold``.
        asked : dict
            What else it takes; plain values.

        Raises
        ------
        WaitsError
            While the work goes on, and when it failed or was cancelled.
        """
        assert self.bench is not None, "only pages do long work"
        now, opened = self.now, self.opened
        name = job_id(work.__module__, work.__qualname__, opened.id, now.sha256, opened.mark, asked)
        job = Job(name, work, now.text, opened.name, opened.path.parent, asked, now.beside)
        job.what, job.model, job.version, job.address = what, opened.id, now.sha256, self.address
        job = self.bench.jobs.ask(job)
        if job.data is None:
            raise WaitsError(job)
        return job.data

    @property
    def conflict(self) -> Conflict:
        """The valid model."""
        assert self.now.conflict is not None, "screens are asked of valid models only"
        return self.now.conflict


@dataclass(frozen=True)
class Write:
    """What a write makes of a model.

    Attributes
    ----------
    text : str or mapping of str to str
        The new text of the model's own file; or by their names, as in `Snapshot.texts`, those of the files
        that change: none where the model stays as it is.
    what : str
        What was done, in words.
    to : str
        The address that is shown next, within the model's; by default the one that was written from.
    then : callable, optional
        What is to be done besides, once the model is changed.
    """

    text: str | Mapping[str, str]
    what: str
    to: str = ""
    then: Callable[[], None] = lambda: None


def said_of(error: CountermoveError) -> str:
    """Say at a form what is wrong, without the places in the file."""
    if not isinstance(error, ModelError):
        return str(error)
    said = (f"{each.what}; {each.hint}" if each.hint else each.what for each in error.problems)
    return " ".join(each if each.endswith("?") else f"{each}." for each in said)


@dataclass(frozen=True)
class Screen:
    """One screen of the workbench.

    Attributes
    ----------
    name : str
        Its part of the address, and of its template: ``board`` is shown by ``board.html.j2``.
    title : str
        What the navigation calls it.
    data : callable
        Everything that the page shows, as plain data: what ``.json`` gives, and what the template takes.
    path : str
        What follows the name in the address, such as ``/{state}``.
    key : str
        The key that leads there, after ``g``.
    there : callable
        Whether a conflict has anything for this screen; by default every one has.
    write : callable, optional
        What a form of the page does to the model: ``write(asked)``, with ``asked.form``. The result becomes
        the draft if it is a valid model; what is wrong is given to ``data`` as ``asked.wrong``.
    states : bool
        Whether it needs the list of the states with their verdicts. Where these take long the page says so
        first, and where the states are too many to be listed it says what can be had instead.
    kept : bool
        Whether the page stays the same as long as the model does.
    """

    name: str
    title: str
    data: Callable[[Asked], dict[str, Any]]
    path: str = ""
    key: str = ""
    there: Callable[[Conflict], bool] = lambda conflict: True
    write: Callable[[Asked], Write] | None = None
    states: bool = True
    kept: bool = True
