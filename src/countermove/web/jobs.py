"""Long work outside the requests: each job is a process of its own, tells how far it is and can be ended."""

from __future__ import annotations

import multiprocessing
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Literal

from countermove.errors import CountermoveError
from countermove.loading import loads

__all__ = ["Job", "Jobs", "Work"]

Work = Callable[..., dict[str, Any]]
"""What a job does: ``work(conflict, progress, **asked)``, a function of a module, gives plain data."""
AT_ONCE = 2
MAX_KEPT = 100
_SPAWN = multiprocessing.get_context("spawn")


@dataclass
class Job:
    """One piece of work.

    Attributes
    ----------
    id : str
        By what it is asked after: the same work on the same model has the same.
    state : str
        ``waiting``, ``running``, ``done``, ``failed`` or ``cancelled``.
    share : float
        How far it is, from 0 to 1, as far as is known.
    data : dict or None
        What it gave.
    error : str
        Why it failed.
    """

    id: str
    work: Work
    text: str = field(repr=False)
    name: str
    folder: Path
    asked: dict[str, Any]
    beside: dict[str, str] = field(default_factory=dict, repr=False)
    state: Literal["waiting", "running", "done", "failed", "cancelled"] = "waiting"
    share: float = 0.0
    data: dict[str, Any] | None = field(default=None, repr=False)
    error: str = ""
    process: BaseProcess | None = field(default=None, repr=False)

    @property
    def over(self) -> bool:
        """Whether it will not change any more."""
        return self.state in ("done", "failed", "cancelled")

    def told(self) -> dict[str, Any]:
        """Return its state as JSON shows it."""
        return {"id": self.id, "state": self.state, "share": round(self.share, 3), "error": self.error}


class Jobs:
    """The jobs of this workbench; at most two work at once, the others wait."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._places = threading.Semaphore(AT_ONCE)

    def get(self, id_: str) -> Job | None:
        """Return a job."""
        with self._lock:
            return self._jobs.get(id_)

    def ask(self, job: Job) -> Job:
        """Start a job, unless the same one is there; one that failed or was cancelled starts anew."""
        with self._lock:
            there = self._jobs.get(job.id)
            if there is not None and there.state not in ("failed", "cancelled"):
                self._jobs.move_to_end(job.id)
                return there
            self._jobs[job.id] = job
            for id_ in [each.id for each in self._jobs.values() if each.over][
                : max(0, len(self._jobs) - MAX_KEPT)
            ]:
                del self._jobs[id_]
        threading.Thread(target=self._run, args=(job,), daemon=True).start()
        return job

    def cancel(self, id_: str) -> None:
        """Stop a job, whatever it is at."""
        job = self.get(id_)
        if job is not None and not job.over:
            job.state = "cancelled"
            if job.process is not None:
                job.process.terminate()

    def _run(self, job: Job) -> None:
        with self._places:
            if job.over:
                return
            ours, theirs = _SPAWN.Pipe(duplex=False)
            job.process = _SPAWN.Process(
                target=_work,
                args=(theirs, job.work, job.text, job.name, job.folder, job.asked, job.beside),
                daemon=True,
            )
            job.process.start()
            theirs.close()
            if job.state == "cancelled":
                job.process.terminate()
            else:
                job.state = "running"
            self._listen(job, ours)
            job.process.join()

    def _listen(self, job: Job, ours: Connection) -> None:
        while True:
            try:
                kind, value = ours.recv()
            except (EOFError, OSError):
                break
            if job.state == "cancelled":
                break
            match kind:
                case "share":
                    job.share = value
                case "done":
                    job.data, job.share, job.state = value, 1.0, "done"
                case "failed":
                    job.error, job.state = value, "failed"
        if not job.over:
            job.error, job.state = "the work ended before it was done; ask for it again", "failed"


def _work(
    to: Connection,
    work: Work,
    text: str,
    name: str,
    folder: Path,
    asked: dict[str, Any],
    beside: dict[str, str],
) -> None:  # pragma: no cover - runs in a process of its own
    def progress(done: int, total: int) -> None:
        to.send(("share", done / total if total else 0.0))

    try:
        to.send(("done", work(loads(text, name, folder, beside), progress, **asked)))
    except CountermoveError as error:
        to.send(("failed", str(error)))
    except MemoryError:
        to.send(("failed", "the memory of this machine does not suffice"))
