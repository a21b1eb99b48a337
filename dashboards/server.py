"""The web server around the screens: what browsers may fetch, and whether all is well.

Streamlit serves the pages; this adds what it leaves to others. ``streamlit run`` finds ``app``.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import (
    _get_signed_cookie_with_chunks as get_signed_cookie,
)

from dashboards.access.rules import BadAccessFileError, is_sign_in_on
from dashboards.access.session import judge_claims
from pipeline.publish.builds import find_current_build
from pipeline.publish.manifest import read_manifest
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Nothing is fetched from elsewhere, whatever a document says. Streamlit writes styles into the
# page, Vega compiles its expressions, and components are modules made of text (blob:).
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob: data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
_FILES = "/media/"
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}


class SecurityHeaders:
    """Every answer carries the policy, errors and downloads too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; web sockets have no headers of ours."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, send_with_headers)


class SignedInFiles:
    """Downloads and pictures of pages go to whoever is signed in, as the pages do.

    Streamlit gives a file to anybody who knows its address, which is made of what it holds.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for a file with 403 where nobody may look."""
        if (
            scope["type"] == "http"
            and _FILES in scope["path"]
            and is_sign_in_on()
            and not _may_look(HTTPConnection(scope).cookies)
        ):
            await Response(status_code=403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _may_look(cookies: dict[str, str]) -> bool:
    """Whether the sign-in that a browser sends with a request is one that may look."""
    try:
        signed = get_signed_cookie(cookies, USER_COOKIE_NAME)
        claims = json.loads(signed) if signed else {}
        return judge_claims(claims) is not None
    except (ValueError, BadAccessFileError):
        return False


def describe_health() -> tuple[int, dict[str, object]]:
    """State of the server for whoever watches it.

    Returns:
        HTTP status (503 without a build), and status, build_id, built_at, age_seconds.
    """
    build = find_current_build(resolve_settings())
    if build is None:
        return 503, {"status": "no_build"}
    manifest = read_manifest(build)
    age = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(manifest.built_at)
    return 200, {
        "status": "ok",
        "build_id": manifest.build_id,
        "built_at": manifest.built_at,
        "age_seconds": round(age.total_seconds()),
    }


def _answer_health(_request: Request) -> JSONResponse:
    status, state = describe_health()
    return JSONResponse(state, status_code=status, headers={"Cache-Control": "no-store"})


# Environment variables that stand for the [auth] section of secrets.toml.
SECRETS = {
    "redirect_uri": "CCHC_OIDC_REDIRECT_URI",
    "cookie_secret": "CCHC_COOKIE_SECRET",
    "client_id": "CCHC_OIDC_CLIENT_ID",
    "client_secret": "CCHC_OIDC_CLIENT_SECRET",
    "server_metadata_url": "CCHC_OIDC_METADATA_URL",
}


def _read_secrets() -> dict[str, Any] | None:
    """What the environment says of the provider; None leaves it to secrets.toml."""
    said = {key: os.environ[name] for key, name in SECRETS.items() if os.environ.get(name)}
    return {"auth": said} if said else None


app = st.App(
    Path(__file__).parent / "app.py",
    secrets=_read_secrets(),
    routes=[Route("/healthz", _answer_health)],
    middleware=[Middleware(SecurityHeaders), Middleware(SignedInFiles)],
)
