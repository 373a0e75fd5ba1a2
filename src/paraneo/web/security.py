"""What stands before every request: which host and origin may ask, how much they may send, which headers go back.

A page of another site that a clinician has open must not be able to talk to the workbench (cross-site requests, DNS
rebinding): the Host has to be this machine's address, and a request that changes nothing there still has to come from
the workbench's own pages.
"""

from __future__ import annotations

import ipaddress
import sys
import traceback
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paraneo.web.faults import Fault

MOST_BYTES = 1_000_000
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with "no-referrer" a browser hides the origin of our own forms too
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SAFE = {"GET", "HEAD"}


class Guard:
    """ASGI middleware that checks a request before the application sees it, and adds the headers to each answer.

    Args:
        answer: makes the answer that tells of a fault.
        hosts: names under which the server may be asked, beside `localhost` and plain addresses.
    """

    def __init__(self, app: ASGIApp, answer: Callable[[Request, Fault], Response], hosts: frozenset[str]) -> None:
        self.app = app
        self.answer = answer
        self.hosts = hosts | {"localhost"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or tell why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        started = False

        async def guarded_send(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        fault = self.refused(scope["method"], Headers(scope=scope))
        data = await _body(receive) if fault is None else None
        if data is None:
            await self.answer(Request(scope), fault or too_large())(scope, receive, guarded_send)
            return
        try:
            await self.app(scope, _replay(data, receive), guarded_send)
        except Exception as error:  # its text may hold a part of the case: only its kind and place are told
            last = traceback.extract_tb(error.__traceback__)[-1]
            print(f"paraneo: {type(error).__name__} in {last.filename}, line {last.lineno}", file=sys.stderr)
            if not started:
                await self.answer(Request(scope), program_error(scope["path"]))(scope, receive, guarded_send)

    def refused(self, method: str, headers: Headers) -> Fault | None:
        """Why a request is refused by its headers, or None."""
        host = headers.get("host", "")
        if not self._is_ours(host):
            return Fault.of(
                421,
                "Host",
                "wrong-host",
                f'"{host}" is not an address of this server',
                "use the address that it printed",
            )
        origin = headers.get("origin")
        elsewhere = origin is not None and urlsplit(origin).netloc != host
        if method not in SAFE and (elsewhere or headers.get("sec-fetch-site") in ("cross-site", "same-site")):
            return Fault.of(
                403, "Origin", "wrong-origin", f'a page of "{origin}" may not send a case', "open the workbench itself"
            )
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > MOST_BYTES:
            return too_large()
        return None

    def _is_ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return name in self.hosts
        return True  # an address cannot be rebound to another site, a name can


def too_large() -> Fault:
    """The fault of a request with more bytes than are read."""
    return Fault.of(
        413, "request", "too-large", f"it has more than {MOST_BYTES:,} bytes", "send one case at a time, without images"
    )


def program_error(path: str) -> Fault:
    """The fault of the program itself."""
    return Fault.of(
        500, path, "program-error", "the program failed, which is a fault of its own",
        "the case is still in the page; export it, and report the step that led here",
    )  # fmt: skip


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None where it is larger than the limit."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b"".join(parts)
        size += len(message.get("body", b""))
        if size > MOST_BYTES:
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _replay(data: bytes, receive: Receive) -> Receive:
    """The body that was read, once; then whatever the server says."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": data, "more_body": False}

    return replay
