"""What keeps others out: whose names, whose pages, whose tokens; how much; and which files."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from countermove.web import Workspace, application
from countermove.web.safety import ANY_ADDRESS, MAX_BODY, MAX_PASSED_OVER, TOKEN_COOKIE, Guard

TOKEN = "a-token-of-enough-characters"


class Answer:
    """What an ASGI application sent back, and how many parts of the request it did not take."""

    def __init__(self, messages: list[Message], left: int = 0) -> None:
        self.status: int = messages[0]["status"]
        self.headers = {key.decode().lower(): value.decode() for key, value in messages[0]["headers"]}
        self.body = b"".join(each.get("body", b"") for each in messages[1:])
        self.left = left


def scope_of(method: str, path: str, query: str | bytes, headers: dict[str, str]) -> Scope:
    """Return a request as a server gives it to an application."""
    return {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode() if isinstance(query, str) else query,
        "headers": [(key.encode(), value.encode("latin-1")) for key, value in headers.items()],
        "server": ("127.0.0.1", 8765),
        "client": ("127.0.0.1", 40000),
    }


def ask(
    guard: Guard,
    path: str = "/",
    *,
    method: str = "GET",
    body: tuple[bytes, ...] = (b"",),
    query: str | bytes = "",
    **headers: str,
) -> Answer:
    """Ask an application without a server between, so that nothing is tidied up on the way."""
    given = {"host": "127.0.0.1:8765"} | {key.replace("_", "-"): value for key, value in headers.items()}
    scope = scope_of(method, path, query, given)
    parts = [
        {"type": "http.request", "body": each, "more_body": at + 1 < len(body)}
        for at, each in enumerate(body)
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return parts.pop(0) if parts else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    with ThreadPoolExecutor(1) as thread:  # since a browser that runs has a loop in this one
        thread.submit(asyncio.run, guard(scope, receive, send)).result()
    return Answer(sent, len(parts))


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with how many bytes came, and whether they came whole."""
    size, message = 0, await receive()
    while message["type"] == "http.request":
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            break
        message = await receive()
    said = json.dumps({"size": size, "whole": message["type"] == "http.request"}).encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": said})


def guarded(closed: bool = False) -> Guard:
    return Guard(echo, hosts=frozenset({"127.0.0.1", "localhost", "[::1]"}), token=TOKEN, closed=closed)


# ---------------------------------------------------------------- whose name, whose page
@pytest.mark.parametrize(
    ("host", "status"),
    [("192.168.7.7:8765", 200), ("[fe80::1]:80", 200), ("evil.example", 421), ("1.2.3.4.evil.example", 421)],
)
def test_listening_everywhere_any_address_in_numbers_is_ours_and_no_other_name(
    host: str, status: int
) -> None:
    guard = Guard(echo, hosts=frozenset({"localhost", ANY_ADDRESS}), token=TOKEN, closed=False)
    assert ask(guard, host=host).status == status


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8765", "localhost:1", "LocalHost:80", "[::1]:8765"])
def test_our_own_names_are_answered(host: str) -> None:
    assert ask(guarded(), host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:8765",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "127.0.0.2",
        "localhost.",
        "[::2]",
    ],
)
def test_a_name_that_is_made_to_lead_here_is_not(host: str) -> None:
    assert ask(guarded(), host=host).status == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:8765"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_write_from_another_page_is_refused(method: str, headers: dict[str, str]) -> None:
    assert ask(guarded(), method=method, **headers).status == 403


def test_a_write_from_our_own_page_goes_through() -> None:
    own = {"origin": "http://127.0.0.1:8765", "sec_fetch_site": "same-origin"}
    assert ask(guarded(), method="POST", **own).status == 200


@pytest.mark.parametrize(
    ("site", "dest", "status"),
    [
        ("cross-site", "document", 200),
        ("none", "document", 200),
        ("same-origin", "image", 200),
        ("same-origin", "empty", 200),
        ("cross-site", "image", 403),
        ("cross-site", "iframe", 403),
        ("cross-site", "empty", 403),
        ("same-site", "script", 403),
    ],
)
def test_another_site_may_lead_here_and_load_nothing(site: str, dest: str, status: int) -> None:
    assert ask(guarded(), sec_fetch_site=site, sec_fetch_dest=dest).status == status


# ---------------------------------------------------------------- how much
def test_what_announces_too_much_is_refused() -> None:
    assert ask(guarded(), method="POST", content_length=str(MAX_BODY + 1)).status == 413
    assert ask(guarded(), method="POST", content_length=str(MAX_BODY)).status == 200


def test_what_sends_more_than_it_announced_is_cut_off() -> None:
    part = b"x" * (MAX_BODY // 4)
    assert json.loads(ask(guarded(), method="POST", body=(part,) * 4).body) == {
        "size": MAX_BODY,
        "whole": True,
    }
    told = json.loads(ask(guarded(), method="POST", body=(part,) * 5).body)
    assert told == {"size": MAX_BODY, "whole": False}


@pytest.mark.parametrize("length", ["-1", "many", "1e9", "0x10"])
def test_a_length_that_is_none_is_refused(length: str) -> None:
    assert ask(guarded(), method="POST", content_length=length).status == 400


def test_what_is_too_long_is_taken_whole_before_it_is_answered() -> None:
    part = b"x" * (MAX_BODY // 4)
    long = str(len(part) * 8)
    for announced in ({}, {"content_length": long}):
        rest = [part] * 8
        answer = ask(guarded(), method="POST", body=(*rest,), **announced)
        assert (answer.left, answer.status) == (0, 413 if announced else 200)
    told = ask(guarded(), method="POST", body=(b"x" * MAX_PASSED_OVER, *[part] * 8), content_length=long)
    assert (told.left, told.status) == (8, 413), "not for ever"


def test_a_query_in_no_letters_of_an_address_is_refused(bench: Guard) -> None:
    assert ask(bench, "/karabakh-2020/board", query=b"sort=\xff\xfe").status == 400


# ---------------------------------------------------------------- whose token
def test_where_others_can_reach_it_readers_need_the_token() -> None:
    guard = guarded(closed=True)
    assert ask(guard).status == 401
    assert ask(guard, query="token=another").status == 401
    assert ask(guard, query="token=%ff%fe").status == 401
    assert ask(guard, cookie=f"{TOKEN_COOKIE}=another").status == 401
    assert ask(guard, x_countermove_token=TOKEN).status == 200
    given = ask(guard, "/karabakh-2020", query=f"token={TOKEN}")
    assert (given.status, given.headers["location"]) == (303, "/karabakh-2020")
    kept = given.headers["set-cookie"]
    assert "HttpOnly" in kept
    assert "samesite=strict" in kept.lower()
    assert ask(guard, cookie=kept.partition(";")[0]).status == 200


def test_a_token_leads_back_to_the_view_that_was_asked_for() -> None:
    given = ask(guarded(closed=True), "/karabakh-2020/board", query=f"sort=us%20all&token={TOKEN}&page=2")
    assert given.headers["location"] == "/karabakh-2020/board?sort=us+all&page=2"


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "///evil.example/"])
def test_a_token_leads_to_no_other_host(path: str) -> None:
    given = ask(guarded(closed=True), path, query=f"token={TOKEN}")
    assert given.status == 303
    assert given.headers["location"] == "/evil.example/"


def test_others_are_let_in_with_a_token_only() -> None:
    command = [sys.executable, "-m", "countermove", "serve", "--no-open", "--port", "0"]
    for more, said in (
        (["--host", "0.0.0.0"], "--token"),
        (["--host", "0.0.0.0", "--token", "short"], "at least 16"),
    ):
        done = subprocess.run([*command, *more], capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr


# ---------------------------------------------------------------- the workbench itself
@pytest.fixture(scope="module")
def bench() -> Guard:
    return application(Workspace(), token=TOKEN)


def writing(guard: Guard) -> Iterator[str]:
    """Yield the addresses that take writes."""
    routes = guard.application.routes  # type: ignore[attr-defined]
    for route in routes:
        if isinstance(route, Route) and "POST" in (route.methods or ()):
            yield route.path


def test_every_write_needs_the_token(bench: Guard) -> None:
    form = "application/x-www-form-urlencoded"
    found = list(writing(bench))
    assert {"/open", "/new", "/{model}/copy", "/{model}/draft/save", "/{model}/workshop"} <= set(found)
    for address in found:
        path = re.sub(r"\{[^}]*\}", "karabakh-2020", address, count=1)
        path = re.sub(r"\{[^}]*\}", "1", path)
        for body in (b"", b"token=another", b"token="):
            asked = {"content_type": form, "content_length": str(len(body))}
            answer = ask(bench, path, method="POST", body=(body,), **asked)
            assert answer.status == 403, f"{path} took a write with {body!r}"


def sent(guard: Guard, kind: str, *body: bytes) -> Answer:
    """Send a form to where models are opened."""
    return ask(guard, "/open", method="POST", body=body, content_type=kind)


PARTS = "multipart/form-data; boundary=B"


def part(name: str, value: bytes, more: str = "") -> bytes:
    return f'--B\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value + b"\r\n"


@pytest.mark.parametrize(
    "charset", ["utf-7", "punycode", "idna", "unicode_escape", "zlib", "latin-1", "no-such"]
)
@pytest.mark.parametrize("form", ["charset", "charset*"])
def test_forms_are_read_in_no_strange_letters(charset: str, form: str, bench: Guard) -> None:
    value = charset if form == "charset" else f"utf-8''{charset}"
    for kind in (PARTS, "application/x-www-form-urlencoded"):
        assert sent(bench, f"{kind}; {form}={value}", part("token", b"+2AA-"), b"--B--\r\n").status == 415


@pytest.mark.parametrize("said", ["", "; charset=utf-8", '; charset="UTF-8"', ";charset=utf-8; x=y"])
def test_forms_in_utf_8_are_read(said: str, bench: Guard) -> None:
    body = part("token", TOKEN.encode()) + part("path", "nirgends/ü.yaml".encode()) + b"--B--\r\n"
    answer = sent(bench, PARTS + said, body)
    assert answer.status == 422
    assert "nirgends/ü.yaml" in answer.body.decode()


def test_a_file_that_is_too_long_is_told_so(bench: Guard) -> None:
    body = part("file", b"x" * 6_000_000, '; filename="a.yaml"')
    answer = sent(bench, PARTS, body, body, b"--B--\r\n")
    assert answer.status == 413
    assert "at most 10 MB" in answer.body.decode()


def test_many_fields_of_one_name_take_no_time(bench: Guard) -> None:
    """Each is joined to the last once, and not all to all."""
    value = b"x" * 4000
    body = b"".join(part("path", value) for _ in range(1900)) + part("token", TOKEN.encode()) + b"--B--\r\n"
    assert sent(bench, PARTS, body).status == 422
    more = b"".join(part(f"a{number}", b"") for number in range(2001)) + b"--B--\r\n"
    assert sent(bench, PARTS, more).status == 400


def test_a_mistake_of_ours_is_told_and_shows_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(workspace: Workspace) -> dict[str, object]:
        raise ZeroDivisionError("of the machine's own")

    async def asked(path: str) -> httpx.Response:
        transport = httpx.ASGITransport(application(Workspace(), token=TOKEN), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765") as client:
            return await client.get(path)

    monkeypatch.setattr("countermove.web.screens.start.data", fails)
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(asyncio.run, asked("/")).result()
    assert answer.status_code == 500
    assert "the other pages work" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    for inside in ("ZeroDivisionError", "of the machine", "Traceback", ".py"):
        assert inside not in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/style.css", "/static/workbench.js", "/karabakh-2020/overview", "/no/where"]
)
def test_every_answer_says_what_a_page_may_do(bench: Guard, path: str) -> None:
    headers = ask(bench, path).headers
    policy = dict(each.strip().partition(" ")[::2] for each in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


def test_a_page_that_a_model_has_nothing_for_is_not_there(bench: Guard) -> None:
    answer = ask(bench, "/syria-iraq-1975/phases")
    assert answer.status == 404
    assert "nothing for" in answer.body.decode()
    assert json.loads(ask(bench, "/syria-iraq-1975/phases.json").body)["error"]


@pytest.mark.parametrize("path", ["/", "/karabakh-2020/overview"])
def test_pages_hold_no_script_or_style_of_their_own(bench: Guard, path: str) -> None:
    page = ask(bench, path).body.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=\"/static/)[^>]*>", page) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", page) == []


@pytest.mark.parametrize(
    "path",
    [
        "/static/../application.py",
        "/static/%2e%2e/application.py",
        "/static/..%2fapplication.py",
        "/static//etc/passwd",
        "/static/../../../../../../../../etc/passwd",
        "/../pyproject.toml/overview",
        "/..%2f..%2fetc%2fpasswd/overview",
        "/%2fetc%2fpasswd/overview",
        "/etc/passwd",
    ],
)
def test_no_file_outside_is_read(served: str, path: str) -> None:
    with closing(http.client.HTTPConnection(urlsplit(served).netloc, timeout=30)) as connection:
        connection.request("GET", path)  # as it stands: no client tidies it up
        answer = connection.getresponse()
        text = answer.read()
    assert answer.status == 404
    for inside in (b"root:", b"def application", b"[project]"):
        assert inside not in text
