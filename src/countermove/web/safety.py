"""What a request must be before it reaches a screen, and what every answer carries.

The workbench shows documents and models that anybody may have written, on the analyst's own machine. So
a page may run no script but ours and load nothing from elsewhere; another site open in the same browser
can neither read (the Host must be ours, against names that are made to lead here) nor write (the Origin
must be ours, and a token must be sent that only our pages know).
"""

from __future__ import annotations

import hmac
import re
from http.cookies import SimpleCookie
from ipaddress import ip_address
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["ANY_ADDRESS", "MAX_BODY", "TOKEN_COOKIE", "TOKEN_FIELD", "Guard"]

MAX_BODY = 10_000_000
"""The largest request that is read, in bytes: a model has at most 2 MB, which a form writes as up to 6 MB."""
MAX_PASSED_OVER = 200_000_000
"""So much of one that is too long is passed over, for browsers read no answer before all is sent."""
ANY_ADDRESS = "*"
"""Among the hosts: the workbench listens everywhere, so that its address may be any of this machine."""
TOKEN_FIELD = "token"  # noqa: S105 - the name of a field, not a secret
TOKEN_COOKIE = "countermove-token"  # noqa: S105 - the name of a cookie
TOKEN_HEADER = "x-countermove-token"  # noqa: S105 - the name of a header
TOO_LONG = 413
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^:\[\]]+)(?::(?P<port>[0-9]{1,5}))?", re.IGNORECASE)
_LENGTH = re.compile(r"[0-9]{1,18}", re.ASCII)

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # With no-referrer browsers send our own forms without their origin, and they would be refused.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Guard:
    """Lets through what comes from our own pages, and marks every answer.

    Parameters
    ----------
    application : ASGI application
        What is guarded.
    hosts : collection of str
        The names under which the workbench is asked for, in lower case, without the port; with
        ``ANY_ADDRESS`` among them any address in numbers too.
    token : str
        What a write must send, in the form or in a header.
    closed : bool
        Whether reading needs the token too: where others can reach the address. It is then given once, as
        ``?token=...``, and kept in a cookie.
    """

    def __init__(self, application: ASGIApp, *, hosts: frozenset[str], token: str, closed: bool) -> None:
        self.application = application
        self.hosts = hosts
        self.token = token
        self.closed = closed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        refused = self._refused(scope)
        if refused is not None:
            if refused.status_code == TOO_LONG:
                await _passed_over(receive)
            await refused(scope, receive, marked)
            return
        await self.application(scope, _bounded(receive), marked)

    def _refused(self, scope: Scope) -> PlainTextResponse | RedirectResponse | None:
        headers = Headers(scope=scope)
        found = _HOST.fullmatch(headers.get("host", ""))
        if found is None or not self._is_ours(found["name"].lower()):
            return PlainTextResponse("This address is not the workbench's.", 421)
        length = headers.get("content-length", "0")
        if not _LENGTH.fullmatch(length):
            return PlainTextResponse("This is no length of a request.", 400)
        if int(length) > MAX_BODY:
            return PlainTextResponse(f"A request has at most {MAX_BODY // 1_000_000} MB.", TOO_LONG)
        if not scope["query_string"].isascii():
            return PlainTextResponse("This is no query of an address.", 400)
        if self.closed and not self._knows(scope, headers):
            return self._asked_for_token(scope)
        if scope["method"] in _SAFE:
            return self._led_here(headers)
        origin = headers.get("origin")
        own = f"{scope.get('scheme', 'http')}://{headers['host']}".lower()
        if origin is not None and origin.lower() != own:
            return PlainTextResponse("This write comes from another site.", 403)
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return PlainTextResponse("This write comes from another site.", 403)
        return None

    def _led_here(self, headers: Headers) -> PlainTextResponse | None:
        """Refuse what another site only loads, and does not lead its reader to: it might begin long work."""
        if headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
            return None
        if headers.get("sec-fetch-dest", "document") == "document":
            return None
        return PlainTextResponse("This is loaded by another site; open its address.", 403)

    def _is_ours(self, name: str) -> bool:
        return name in self.hosts or (ANY_ADDRESS in self.hosts and _is_address(name))

    def _knows(self, scope: Scope, headers: Headers) -> bool:
        cookies = SimpleCookie(headers.get("cookie", ""))
        kept = cookies[TOKEN_COOKIE].value if TOKEN_COOKIE in cookies else headers.get(TOKEN_HEADER, "")
        return self.is_token(kept)

    def _asked_for_token(self, scope: Scope) -> PlainTextResponse | RedirectResponse:
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = dict(query).get(TOKEN_FIELD, "")
        if not self.is_token(given):
            return PlainTextResponse(
                "Open the address with ?token=... that 'countermove serve' printed.", 401
            )
        rest = urlencode([each for each in query if each[0] != TOKEN_FIELD])
        # One slash alone: a browser takes what follows two of them for another host.
        path = "/" + quote(scope["path"].lstrip("/\\"))
        response = RedirectResponse(f"{path}?{rest}" if rest else path, 303)
        response.set_cookie(TOKEN_COOKIE, self.token, httponly=True, samesite="strict")
        return response

    def is_token(self, given: str) -> bool:
        """Say whether this is the token, in a time that tells nothing about it."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())


def _is_address(name: str) -> bool:
    """Say whether this is an address in numbers, which nobody can make a name lead to."""
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _bounded(receive: Receive) -> Receive:
    """Stop a body that is longer than it may be, whatever length it announced."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen <= MAX_BODY:
            return message
        if message.get("more_body"):
            await _passed_over(receive)
        return {"type": "http.disconnect"}

    return counted


async def _passed_over(receive: Receive) -> None:
    """Take what is still sent of a request, without looking at it."""
    left = MAX_PASSED_OVER
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return
