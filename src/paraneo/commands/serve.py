"""`paraneo serve`: the workbench in a browser on this machine, and the REST interface."""

from __future__ import annotations

import argparse
import socket
import sys

from paraneo.commands.shared import EXIT_OK, EXIT_USAGE

PORTS = 65_536
MISSING = "paraneo: the workbench needs FastAPI, uvicorn, Jinja2 and python-multipart: pip install 'paraneo[web]'"


def run(options: argparse.Namespace) -> int:
    """Serve until it is interrupted. Nothing that is asked is logged."""
    try:
        import uvicorn

        from paraneo.web.app import create_app
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("paraneo"):
            raise
        print(f"{MISSING} ({error.name} is not installed)", file=sys.stderr)
        return EXIT_USAGE
    listening = _listen(options.host, options.port)
    if listening is None:
        return EXIT_USAGE
    config = uvicorn.Config(
        create_app(frozenset({options.host})), access_log=False, log_level="warning", server_header=False,
        limit_concurrency=200, timeout_keep_alive=30,
    )  # fmt: skip
    host = f"[{options.host}]" if ":" in options.host else options.host
    print(f"The workbench is at http://{host}:{listening.getsockname()[1]}/ (Ctrl+C ends it)", flush=True)
    uvicorn.Server(config).run([listening])
    return EXIT_OK


def _listen(host: str, port: int) -> socket.socket | None:
    """A socket that is bound; None, said on standard error, where it cannot be."""
    try:
        if not 0 <= port < PORTS:
            raise OverflowError(f"a port is a number below {PORTS}")
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.create_server(address[:2], family=family)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        print(f"paraneo: {host} port {port} cannot be used: {reason}; choose another with --port", file=sys.stderr)
        return None
    # asyncio sets TCP_NODELAY only where the protocol is named; without it small answers wait for an acknowledgement
    return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=bound.detach())
