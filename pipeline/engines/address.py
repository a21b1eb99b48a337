"""Where an engine for large sets is, and which Python speaks with it."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote, unquote

import yaml

from pipeline.support.settings import PROJECT

# A server of Sail on this machine, started for the build and ended with it.
LOCAL = "local"
_REMOTE = "SPARK_REMOTE"
_PROFILE_KEY = "spark.remote"
_ADDRESS = re.compile(r"sc://[^\s/;?#]+(/.*)?")
_DAY = 24 * 3600
# Words like "true" stand in messages, and so do the names of parameters.
_SHORT = 5
_PARAMETERS = frozenset(("use_ssl", "user_id", "user_agent", "session_id"))
# Of the memory of this machine, for a server that is started here.
_SHARE = 0.6
_CONTAINER = Path("/sys/fs/cgroup/memory.max")


class EngineError(Exception):
    """An engine that cannot be used, or failed; a sentence in Vietnamese says why."""


def _find_memory() -> int:
    """Bytes of memory of this machine, or of the container that this runs in."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with suppress(OSError, ValueError):
        memory = min(memory, int(_CONTAINER.read_text(encoding="ascii")))
    return memory


@dataclass(frozen=True)
class Engine:
    """An engine that speaks Spark Connect.

    Attributes:
        address: ``sc://host:port``, or ``local``.
        python: of the environment that has dbt-spark (``make setup-spark``).
        shared: folder that every worker of the engine sees under this name too; None for one
            beside the build, which is right where all of them are on this machine.
        seconds: how long the models may take; a cluster that is half dead never answers.
        memory: bytes that a server started here may use before it goes to disk or gives up. A
            cluster keeps its own limits.
    """

    address: str
    python: Path
    shared: Path | None = None
    seconds: float = _DAY
    memory: int = field(default_factory=lambda: int(_SHARE * _find_memory()))

    @property
    def shown(self) -> str:
        """The address as it may be told."""
        return _hide_rest(self.address)

    def hide(self, text: str) -> str:
        """A text of a library without what the address says beside host and port."""
        body = self.address.removeprefix("sc://")
        netloc = _split_host(body)
        before, _, _ = netloc.rpartition("@")
        rest = body[len(netloc) :]
        named = [part.partition("=") for part in re.split(r"[/;?&]", rest)]
        values = [part.partition("=")[2] for part in rest.split(";")]
        parts = [*rest.split(";"), *re.split(r"[/;?&#=]", rest), before, *values, rest]
        kept = [text for text in parts if len(text) > _SHORT and text not in _PARAMETERS]
        # These are secrets however short they are.
        kept += [value for name, _, value in named if name == "token" and value]
        kept += [word for word in before.split(":")[1:] if word]
        secrets = [self.address, *kept] if before or rest else []
        # The longest first: one may hold another.
        forms = {*secrets, *map(unquote, secrets), *(quote(s, safe="") for s in secrets)}
        for secret in sorted(forms, key=len, reverse=True):
            text = text.replace(secret, "…")
        return text


def _split_host(body: str) -> str:
    """Of an address without its scheme what stands before its path and parameters."""
    return re.split(r"[/;?#]", body)[0]


def _hide_rest(address: str) -> str:
    """Host and port of an address; what follows may be a token, what goes before a password."""
    return _split_host(address.removeprefix("sc://")).rpartition("@")[2]


def _read_profile() -> str | None:
    """What profiles.yml says."""
    profile = yaml.safe_load((PROJECT / "profiles.yml").read_text(encoding="utf-8"))
    parameters = profile["cchc"]["outputs"]["spark"].get("server_side_parameters") or {}
    return parameters.get(_PROFILE_KEY)


def _find_python() -> Path:
    if importlib.util.find_spec("pyspark") and importlib.util.find_spec("dbt.adapters.spark"):
        return Path(sys.executable)
    said = os.environ.get("CCHC_SPARK_PYTHON")
    python = Path(said).absolute() if said else PROJECT / ".venv-spark" / "bin" / "python"
    if not python.exists():
        raise EngineError(
            f"Chưa có môi trường để dựng bằng Spark ({python}). Hãy chạy: make setup-spark"
        )
    return python


def _read_memory(text: str) -> int:
    found = re.fullmatch(r"(\d+)\s*([MG])B?", text.strip(), re.IGNORECASE)
    if not found:
        raise EngineError(f"CCHC_SPARK_MEMORY là «{text}»; hãy viết như 4GB hoặc 800MB")
    return int(found[1]) << (30 if found[2].upper() == "G" else 20)


def _read_seconds(text: str) -> float:
    if not text.strip().isdecimal() or not int(text):
        raise EngineError(f"CCHC_SPARK_SECONDS là «{text}»; hãy viết số giây, như 7200")
    return int(text)


def resolve_engine() -> Engine:
    """The engine that the environment names, else profiles.yml.

    ``SPARK_REMOTE``, ``CCHC_SPARK_PYTHON``, ``CCHC_SPARK_FOLDER``, ``CCHC_SPARK_SECONDS``,
    ``CCHC_SPARK_MEMORY`` (``4GB``; of a server started here).

    Raises:
        EngineError: no address, one that is none, or no environment that could use it.
    """
    env = os.environ
    address = env.get(_REMOTE) or _read_profile() or ""
    if address != LOCAL and not _ADDRESS.fullmatch(address):
        raise EngineError(
            f"Địa chỉ máy tính toán «{_hide_rest(address)}» không dùng được. Đặt biến "
            f"{_REMOTE} hoặc {_PROFILE_KEY} trong profiles.yml là {LOCAL} hoặc "
            "sc://tên-máy:15002"
        )
    folder, seconds, memory = (
        env.get(f"CCHC_SPARK_{name}") for name in ("FOLDER", "SECONDS", "MEMORY")
    )
    engine = Engine(
        address=address,
        python=_find_python(),
        shared=Path(folder).resolve() if folder else None,
        seconds=_read_seconds(seconds) if seconds else _DAY,
    )
    return replace(engine, memory=_read_memory(memory)) if memory else engine
