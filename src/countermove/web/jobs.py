"""Long work outside the requests: each job tells how far it is and can be ended, and no page waits for it."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Literal

from countermove.errors import CountermoveError, UsageError
from countermove.loading import loads

__all__ = ["Job", "Jobs", "Progress", "WaitsError", "Work", "job_id"]

Progress = Callable[[int, int], None]
Work = Callable[..., dict[str, Any]]
"""What a job does: ``work(conflict, progress, **asked)``, a function of a module, gives plain data."""
AT_ONCE = 2
MAX_KEPT = 100
MAX_WAITING = 50
"""So many jobs may wait; whoever asks for more is told to come again."""
NICER = 5
"""So much less of the processor a job asks for than the pages do."""
_SPAWN = multiprocessing.get_context("spawn")


class WaitsError(Exception):
    """Raised by a screen whose answer is still being worked out, or never will be; ``job`` says how far."""

    def __init__(self, job: Job) -> None:
        super().__init__(job.what)
        self.job = job


class _CancelledError(Exception):
    """Raised inside work that is done here, to end it."""


@dataclass
class Job:
    """One piece of work, in a process of its own, or here in a thread where its result cannot be sent.

    Attributes
    ----------
    id : str
        By what it is asked after: the same work on the same model has the same (`job_id`).
    work, text, name, folder, asked
        What is done to which model in a process of its own.
    here : callable, optional
        What is done in a thread instead: takes ``progress``, which it must call now and then.
    what, model, version, address : str
        What it is called, the id and the SHA-256 of the model, and the page that shows what it gives.
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
    work: Work | None
    text: str = field(repr=False)
    name: str
    folder: Path
    asked: dict[str, Any]
    beside: dict[str, str] = field(default_factory=dict, repr=False)
    here: Callable[[Progress], None] | None = field(default=None, repr=False)
    what: str = ""
    model: str = ""
    version: str = ""
    address: str = ""
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
        return {
            "id": self.id,
            "what": self.what,
            "model": self.model,
            "version": self.version,
            "address": self.address,
            "state": self.state,
            "share": round(self.share, 3),
            "error": self.error,
        }


def job_id(*parts: object) -> str:
    """Return by what a job is asked after: the same for the same work on the same model."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


class Jobs:
    """The jobs of a workbench; at most two work at once, the others wait."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.RLock()
        self._places = threading.Semaphore(AT_ONCE)

    def get(self, id_: str) -> Job | None:
        """Return a job."""
        with self._lock:
            return self._jobs.get(id_)

    def all(self) -> list[Job]:
        """Return all that are known, the last one asked for first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def ask(self, job: Job) -> Job:
        """Start a job, unless the same one is there; one that failed or was cancelled waits for `forget`.

        Raises
        ------
        UsageError
            When too many wait already.
        """
        with self._lock:
            there = self._jobs.get(job.id)
            if there is not None:
                self._jobs.move_to_end(job.id)
                return there
            if sum(each.state == "waiting" for each in self._jobs.values()) >= MAX_WAITING:
                raise UsageError(
                    f"{MAX_WAITING} pieces of work wait already; cancel some under Jobs, or come again later"
                )
            self._jobs[job.id] = job
            over = [each.id for each in self._jobs.values() if each.over]
            for id_ in over[: max(0, len(self._jobs) - MAX_KEPT)]:
                del self._jobs[id_]
        threading.Thread(target=self._run, args=(job,), daemon=True).start()
        return job

    def cancel(self, id_: str) -> None:
        """Stop a job, whatever it is at."""
        with self._lock:
            job = self._jobs.get(id_)
            if job is None or job.over:
                return
            job.state = "cancelled"
            if job.process is not None:
                job.process.terminate()

    def forget(self, id_: str) -> None:
        """Forget a job that is over, so that it starts anew when it is asked for again."""
        with self._lock:
            if (job := self._jobs.get(id_)) is not None and job.over:
                del self._jobs[id_]

    def stop(self) -> None:
        """Stop all jobs."""
        for each in self.all():
            self.cancel(each.id)

    def _run(self, job: Job) -> None:
        with self._places:
            if job.here is not None:
                self._run_here(job, job.here)
                return
            try:
                self._run_apart(job)
            except OSError as error:  # no memory, or no place for a further process
                self._end(job, "failed", error=f"no process can be started: {error.strerror}; start it again")

    def _run_apart(self, job: Job) -> None:
        ours, theirs = _SPAWN.Pipe(duplex=False)
        with ours:
            with theirs, self._lock:
                if job.over:
                    return
                process = _SPAWN.Process(
                    target=_work,
                    args=(theirs, job.work, job.text, job.name, job.folder, job.asked, job.beside),
                    daemon=True,
                )
                process.start()
                job.process, job.state = process, "running"
            self._listen(job, ours)
        process.join()

    def _run_here(self, job: Job, work: Callable[[Progress], None]) -> None:
        def progress(done: int, total: int) -> None:
            if job.state == "cancelled":
                raise _CancelledError
            job.share = done / total if total else 0.0

        with self._lock:
            if job.over:
                return
            job.state = "running"
        try:
            work(progress)
            self._end(job, "done", data={})
        except _CancelledError:
            return
        except CountermoveError as error:
            self._end(job, "failed", error=str(error))
        except MemoryError:
            self._end(job, "failed", error="the memory of this machine does not suffice")
        except BaseException:
            self._end(job, "failed", error="the work ended before it was done; start it again")
            raise

    def _listen(self, job: Job, ours: Connection) -> None:
        while True:
            try:
                kind, value = ours.recv()
            except (EOFError, OSError):
                break
            match kind:
                case "share":
                    job.share = value
                case "done":
                    self._end(job, "done", data=value)
                case "failed":
                    self._end(job, "failed", error=value)
        self._end(job, "failed", error="the work ended before it was done; start it again")

    def _end(
        self,
        job: Job,
        state: Literal["done", "failed"],
        *,
        data: dict[str, Any] | None = None,
        error: str = "",
    ) -> None:
        """Note how a job ended, unless it is over already."""
        with self._lock:
            if not job.over:
                job.data, job.error, job.state = data, error, state
                job.share = 1.0 if state == "done" else job.share


def _work(
    to: Connection,
    work: Work,
    text: str,
    name: str,
    folder: Path,
    asked: dict[str, Any],
    beside: dict[str, str],
) -> None:  # pragma: no cover - runs in a process of its own
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(NICER)

    def progress(done: int, total: int) -> None:
        to.send(("share", done / total if total else 0.0))

    try:
        to.send(("done", work(loads(text, name, folder, beside), progress, **asked)))
    except CountermoveError as error:
        to.send(("failed", str(error)))
    except MemoryError:
        to.send(("failed", "the memory of this machine does not suffice"))


def _end_with_parent() -> None:  # pragma: no cover - runs in a process of its own
    """End this process when the workbench has ended, however it did."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
