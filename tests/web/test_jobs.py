"""Long work: it runs beside the pages, tells how far it is, can be ended, and leaves nothing behind."""

import gc
import os
import re
import signal
import socket
import threading
import time
import weakref
from pathlib import Path
from urllib.request import urlopen

import pytest
from benchmarks.edits import model

from countermove import cases
from countermove.errors import UsageError
from countermove.views.evidence_walks import conclusion
from countermove.web.jobs import _SPAWN, Job, Jobs, job_id
from countermove.web.serving import _listening
from countermove.web.workspace import Workspace
from tests.web.asking import TOKEN, Client
from tests.web.server import serving

TEXT = cases.case_path("two-plants").read_text(encoding="utf-8")
FOLDER = cases.case_path("two-plants").parent


def endless(conflict, progress, *, sign=""):
    """Work that tells where it runs and how far it is, and never ends."""
    progress(1, 4)
    if sign:
        Path(sign).write_text(str(os.getpid()), encoding="utf-8")
    while True:
        time.sleep(0.05)


def counted(conflict, progress):
    """Work that is soon done."""
    return {"states": conflict.state_count}


def refused(conflict, progress):
    """Work that fails with a message."""
    raise UsageError("this cannot be; ask for something else")


def died(conflict, progress):
    """Work whose process ends without a word."""
    os._exit(3)


def job(work, **asked):
    made = Job(job_id(work.__name__, asked), work, TEXT, "two-plants", FOLDER, asked)
    made.what, made.model, made.address = work.__name__, "two-plants", "/two-plants/overview"
    return made


def until(true, seconds=30):
    """Wait until something is so; fail when it does not become so."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return found


def alive(process):
    """Say whether a process, of whomever, still runs."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def jobs():
    made = Jobs()
    yield made
    made.stop()


def test_what_is_done_is_kept(jobs):
    made = jobs.ask(job(counted))
    until(lambda: made.over)
    assert (made.state, made.share) == ("done", 1.0)
    assert made.data == {"states": Workspace().open("two-plants").now().conflict.state_count}
    assert jobs.ask(job(counted)) is made


def test_what_fails_says_why_and_is_not_begun_again_by_itself(jobs):
    made = jobs.ask(job(refused))
    until(lambda: made.over)
    assert (made.state, made.error) == ("failed", "this cannot be; ask for something else")
    assert jobs.ask(job(refused)) is made
    jobs.forget(made.id)
    assert jobs.ask(job(refused)) is not made
    gone = jobs.ask(job(died))
    until(lambda: gone.over)
    assert gone.state == "failed"
    assert "start it again" in gone.error


def test_work_that_cannot_be_started_fails(jobs, monkeypatch):
    def full(process):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(f"{_SPAWN.Process.__module__}.SpawnProcess.start", full)
    made = jobs.ask(job(counted))
    until(lambda: made.over)
    assert (made.state, "Resource temporarily unavailable" in made.error) == ("failed", True)
    monkeypatch.undo()
    jobs.forget(made.id)
    made = jobs.ask(job(counted))
    until(lambda: made.over)
    assert made.state == "done", "its place is free again"


def test_work_in_a_thread_that_fails_by_mistake_is_over(jobs, monkeypatch):
    printed = []
    monkeypatch.setattr(threading, "excepthook", lambda told: printed.append(told.exc_type))
    made = jobs.ask(Job("here", None, "", "two-plants", FOLDER, {}, here=lambda progress: 1 // 0))
    until(lambda: printed)
    assert printed == [ZeroDivisionError]
    assert (made.state, "start it again" in made.error) == ("failed", True)


def test_only_so_much_may_wait(jobs, monkeypatch):
    monkeypatch.setattr("countermove.web.jobs.MAX_WAITING", 3)
    with jobs._places, jobs._places:
        made = [jobs.ask(job(counted, number=number)) for number in range(3)]
        assert jobs.ask(job(counted, number=1)) is made[1], "what waits already is no more"
        with pytest.raises(UsageError, match="come again later"):
            jobs.ask(job(counted, number=4))
        jobs.cancel(made[0].id)
        made.append(jobs.ask(job(counted, number=4)))
        jobs.stop()


def test_cancelled_work_ends_with_its_process(jobs, tmp_path):
    made = jobs.ask(job(endless, sign=str(tmp_path / "sign")))
    until(lambda: made.share == 0.25)
    process = made.process
    assert process.is_alive()
    jobs.cancel(made.id)
    until(lambda: not process.is_alive())
    assert made.state == "cancelled"


def test_two_at_once_and_a_cancelled_one_does_not_begin(jobs, tmp_path):
    made = [jobs.ask(job(endless, sign=str(tmp_path / str(number)))) for number in range(3)]
    until(lambda: sum(each.state == "running" for each in made) == 2)
    waiting = next(each for each in made if each.state == "waiting")
    jobs.cancel(waiting.id)
    running = next(each for each in made if each.state == "running")
    jobs.cancel(running.id)
    until(lambda: not running.process.is_alive())
    time.sleep(0.2)
    assert waiting.process is None
    assert waiting.state == "cancelled"


def test_work_in_a_thread_ends_when_it_is_cancelled(jobs):
    ended = threading.Event()

    def work(progress):
        try:
            while True:
                progress(1, 2)
                time.sleep(0.01)
        finally:
            ended.set()

    made = jobs.ask(Job("here", None, "", "two-plants", FOLDER, {}, here=work))
    until(lambda: made.share == 0.5)
    jobs.cancel(made.id)
    assert ended.wait(10)
    assert made.state == "cancelled"


def test_pages_tell_of_work_and_other_pages_answer_meanwhile(tmp_path):
    client = Client(Workspace(tmp_path))
    jobs = client.application.application.state.jobs
    try:
        made = jobs.ask(job(endless))
        until(lambda: made.share)
        assert client.get("/two-plants/overview").status_code == 200
        page = client.get("/jobs").text
        assert "running, 25 percent" in page
        assert "an older version" in page  # this job is of no version that is shown
        assert 'http-equiv="refresh"' in page
        address = f"/two-plants/jobs/{made.id}"
        assert client.post(f"{address}/cancel", {}).status_code == 403
        assert client.post(f"/red-line/jobs/{made.id}/cancel", {"token": TOKEN}).status_code == 303
        assert made.state == "running"  # it is of another model
        answer = client.post(f"{address}/cancel", {"token": TOKEN})
        assert (answer.status_code, answer.headers["location"]) == (303, "/jobs")
        assert made.state == "cancelled"
        assert "Start again" in client.get("/jobs").text
        answer = client.post(f"{address}/again", {"token": TOKEN})
        assert answer.headers["location"] == "/two-plants/overview"
        assert "Nothing is being worked out" in client.get("/jobs").text
    finally:
        jobs.stop()


def test_a_slow_design_is_worked_out_beside_the_page(tmp_path):
    (tmp_path / "many.yaml").write_text(model(4), encoding="utf-8")
    workspace = Workspace(tmp_path)
    workspace.open(str(tmp_path / "many.yaml"))
    client = Client(workspace)
    assert "no state" in client.get("/many/design?target=9999").text  # said at once, at the field
    address = "/many/design?target=1&concept=nash"
    first = client.get(address)
    assert first.status_code == 202
    assert "What would make “1” hold under Nash" in first.text
    assert re.search(r'action="/many/jobs/[0-9a-f]+/cancel"', first.text)
    told = client.get(address.replace("design", "design.json")).json()
    done = until(lambda: (found := client.get(address)).status_code == 200 and found, 60)
    assert 'role="status"' in done.text
    assert told["what"].startswith("What would make")
    assert client.get(address.replace("design", "design.json")).json()["answer"]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_work_ends_with_the_workbench(tmp_path, how):
    (tmp_path / "many.yaml").write_text(model(4), encoding="utf-8")
    with serving(tmp_path / "many.yaml", folder=tmp_path) as running:
        with urlopen(f"{running.address}/many/design?target=1&concept=nash") as answer:
            assert answer.status == 202
        own = Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children")
        threads = own.parent.parent

        def children():
            every = " ".join((each / "children").read_text(encoding="utf-8") for each in threads.iterdir())
            return [int(each) for each in every.split()]

        found = until(children)
        running.process.send_signal(how)
        running.process.wait(30)
    until(lambda: not any(map(alive, found)))


def test_a_state_that_there_is_not_is_no_page(tmp_path):
    client = Client(Workspace(tmp_path))
    answer = client.get("/two-plants/state/999999")
    assert answer.status_code == 404
    assert "999999" in answer.text
    assert client.get("/two-plants/state/999999.json").status_code == 404
    assert client.get("/two-plants/state/1").status_code == 200


def test_claims_of_menus_are_plain_data(tmp_path):
    told = Workspace(tmp_path).open("karabakh-2020").now().told
    claims = [claim for menu in told.menus() for course in menu["courses"] for claim in course["claims"]]
    assert claims
    assert all(set(claim) == {"id", "text", "sign"} for claim in claims)


def test_answers_are_sent_at_once():
    # asyncio turns the waiting for acknowledgements off for sockets that are TCP by name alone.
    with _listening("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


def test_what_is_worked_out_of_a_version_goes_with_it(tmp_path):
    told = Workspace(tmp_path).open("karabakh-2020").now().told
    first = conclusion(told, 0)
    assert conclusion(told, 0) is first
    assert conclusion(told, 1) is not first
    left = weakref.ref(told)
    del told, first
    gc.collect()
    assert left() is None
