"""How long the verdicts' difference after an edit takes: ``python benchmarks/edits.py``, BRIEF=1 for less.

A model of 4,096 states is edited on the workshop as people edit it: a form is sent, and the page that it
leads to, which tells what the edit changed, is asked for. Beside them stands a file that needs no work at
all, and the comparison alone, with all its reasons as the command line gives them and as the page needs them.
"""

from __future__ import annotations

import http.client
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.web.server import serving

from countermove.loading import changed, loads
from countermove.views.workshop import changes

__all__ = ["LINE", "model"]

OPTIONS = 12
MOST = 300
"""An edit is meant to show what it changes within so many milliseconds."""
TYPING = 2.0
"""So many seconds pass before somebody who has opened the page has made the first edit."""
LINE = "{:54}{:>12}{:>10}{:>10}{:>9}"
Edit = dict[str, str]


def model(people: int) -> str:
    """Return a model file of 4,096 states, whose options are dealt out to so many decision makers."""
    names = [f"d{place % people}.o{place}" for place in range(OPTIONS)]
    lines = ["countermove: 1", "title: Many states", "decision_makers:"]
    for dm in range(people):
        lines += [f"  d{dm}:", f"    name: Side {dm}", "    options:"]
        lines += [f"      {name.partition('.')[2]}: Act {name}" for name in names[dm::people]]
    lines += ["status_quo: {}", "preferences:"]
    for dm in range(people):
        lines += [f"  d{dm}:", "    prioritize:"]
        for place in range(8):
            one, two = names[(dm * 5 + place * 3) % OPTIONS], names[(dm * 7 + place * 5 + 1) % OPTIONS]
            lines += [f'      - "{"not " if (place + dm) % 2 else ""}{one} and not {two}"']
    return "\n".join(lines) + "\n"


def _edits() -> dict[str, tuple[Edit, Edit]]:
    """Return kinds of edits, each with what takes it back."""
    statement = {"do": "statement.add", "dm": "d1", "statement": "d0.o0"}
    constraint = {"do": "constraint.add", "statement": "not (d0.o0 and d1.o1)"}
    option = {"do": "option.name", "dm": "d1", "option": "o1", "name": "Another name", "moves": "forward"}
    undone = {**option, "name": "Act d1.o1", "moves": "both"}
    return {
        "a preference moved up": (
            {"do": "statement.move", "dm": "d0", "at": "2", "to": "1"},
            {"do": "statement.move", "dm": "d0", "at": "1", "to": "2"},
        ),
        "a preference added": (statement, {"do": "statement.delete", "dm": "d1", "at": "8"}),
        "a constraint added": (constraint, {"do": "constraint.delete", "at": "0"}),
        "an option that can no more be undone": (option, undone),
    }


class Reader:
    """One who edits a model over a connection that is kept."""

    def __init__(self, address: str, id_: str) -> None:
        self._to = http.client.HTTPConnection(urlsplit(address).netloc)
        self._from = address
        self.page = f"/{id_}/workshop"

    def get(self, path: str) -> str:
        """Ask for a page."""
        self._to.request("GET", path)
        answer = self._to.getresponse()
        body = answer.read().decode()
        if answer.status != 200:
            raise AssertionError(f"{path}: {answer.status}")
        return body

    def edit(self, edit: Edit, fields: Edit) -> str:
        """Send a form, and return the page that it leads to."""
        sent = urlencode({**edit, **fields})
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self._from}
        self._to.request("POST", self.page, sent, kind)
        answer = self._to.getresponse()
        said = answer.read().decode()
        if answer.status != 303:
            raise AssertionError(f"{edit}: {answer.status} {re.findall('role=.alert.>[^<]+', said)}")
        return self.get(answer.headers["Location"].partition("#")[0])


def fields(page: str) -> Edit:
    """Return the hidden fields that every form of a page has."""
    return {name: re.findall(f'name="{name}" value="([^"]*)"', page)[0] for name in ("token", "seen")}


def took(work: Callable[[], object]) -> float:
    """Return how many milliseconds a piece of work took."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _row(name: str, times: list[float], base: float, most: str = "") -> None:
    middle = statistics.median(times)
    print(LINE.format(f"  {name}", f"{middle:.0f}", f"{max(times):.0f}", most, f"{middle / base:.1f}"))


def _alone(people: int, base: float, rounds: int) -> None:
    """Print how long the comparison alone takes, of analysed models."""
    before = loads(model(people), "before")
    after = changed(before, swap=["d0:2,3"])
    changes(before, after)
    _row(
        "  comparing alone, as the page needs it",
        [took(lambda: changes(before, after)) for _ in range(rounds)],
        base,
    )
    every = [took(lambda: before.compare(after)) for _ in range(rounds)]
    _row("  comparing alone, with all reasons", every, base)


def main() -> None:
    """Print the table."""
    rounds = 2 if os.environ.get("BRIEF") else 8
    print(f"\nedits of {2**OPTIONS:,} states, {os.cpu_count()} processors")
    print(LINE.format("", "median ms", "at most", "goal", "ratio"))
    for people in (4, 5):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "many.yaml"
            path.write_text(model(people), encoding="utf-8")
            with serving(path, folder=Path(folder)) as running:
                reader = Reader(running.address, "many")
                page = reader.get(reader.page)
                time.sleep(TYPING)
                file = [took(partial(reader.get, "/static/workbench.js")) for _ in range(20)]
                base = statistics.median(file)
                _row(f"a file, {people} decision makers", file, base)
                for name, (there, back) in _edits().items():
                    times = []
                    for turn in range(rounds):
                        # Each differs from every one before, so that nothing is known already.
                        edit = dict(there)
                        if "statement" in edit:
                            edit["statement"] += f" or d{turn % 3}.o{turn % 3} and d2.o2"
                        elif "name" in edit:
                            edit["name"] += f" {turn}"
                        began = time.perf_counter()
                        page = reader.edit(edit, fields(page))
                        times.append((time.perf_counter() - began) * 1000)
                        page = reader.edit(back, fields(page))
                    _row(name, times, base, str(MOST))
        _alone(people, base, rounds)


if __name__ == "__main__":
    main()
