"""``cchc dashboard``: serve the screens."""

from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path

import click

from pipeline.commands.options import marts_option, raw_option
from pipeline.publish.builds import find_current_build
from pipeline.support.settings import PROJECT, resolve_settings

# As in dashboards/server.py, which hands them to Streamlit.
_OIDC = (
    "CCHC_OIDC_REDIRECT_URI", "CCHC_COOKIE_SECRET", "CCHC_OIDC_CLIENT_ID",
    "CCHC_OIDC_CLIENT_SECRET", "CCHC_OIDC_METADATA_URL",
)  # fmt: skip


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_access(access_file: Path | None) -> None:
    """Whether sign-in can work, before anything listens."""
    if access_file is None:
        return
    from dashboards.access.rules import BadAccessFileError, load_access

    try:
        load_access(access_file)
    except BadAccessFileError as error:
        raise click.ClickException(f"Tệp phân quyền không dùng được: {error}") from error
    missing = [name for name in _OIDC if not os.environ.get(name)]
    if missing and not (PROJECT / ".streamlit" / "secrets.toml").exists():
        raise click.ClickException(
            f"Đăng nhập cần: {', '.join(missing)} trong môi trường, hoặc mục [auth] của "
            ".streamlit/secrets.toml (docs/runbook.md)."
        )


@click.command("dashboard")
@marts_option
@raw_option
@click.option(
    "--port",
    default=8501,
    show_default=True,
    envvar="PORT",
    show_envvar=True,
    help="Cổng; cũng đặt được bằng biến môi trường PORT (make run PORT=8600).",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ lắng nghe.")
@click.option(
    "--access",
    "access_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="CCHC_ACCESS",
    show_envvar=True,
    help="Tệp phân quyền: bật đăng nhập (docs/runbook.md).",
)
@click.option("--open", "is_open", is_flag=True, help="Cho máy khác vào mà không cần đăng nhập.")
@click.option("--browser/--no-browser", "opens", default=True, help="Tự mở trình duyệt.")
def dashboard_command(
    marts_folder: str | None,
    raw_folder: str | None,
    port: int,
    host: str,
    access_file: Path | None,
    is_open: bool,
    opens: bool,
) -> None:
    """Mở bảng điều khiển trên trình duyệt."""
    settings = resolve_settings(raw_folder, marts_folder)
    _check_access(access_file)
    if not access_file and not is_open and not _is_loopback(host):
        raise click.ClickException(
            f"Địa chỉ {host} mở cho máy khác mà chưa bật đăng nhập. Bật bằng --access TỆP, hoặc "
            "nói rõ là mở cho mọi người: thêm --open."
        )
    if find_current_build(settings) is None:
        click.echo("Chưa có bản dựng nào: màn hình sẽ trống cho đến khi chạy cchc build.", err=True)
    headless = not opens or not (os.environ.get("DISPLAY") or sys.platform == "darwin")
    os.environ["CCHC_MARTS"] = str(settings.marts)
    # Decisions made on screen are appended below the raw folder.
    os.environ["CCHC_RAW"] = str(settings.raw)
    os.environ["CCHC_ACCESS"] = str(access_file.resolve()) if access_file else ""
    # Streamlit reads .streamlit/config.toml (theme, no usage statistics) from the working folder.
    os.chdir(PROJECT)
    arguments = [
        sys.executable,
        "-m",
        "dashboards.serve",
        str(PROJECT / "dashboards" / "server.py"),
        "--server.port",
        str(port),
        "--server.address",
        host,
        "--server.headless",
        str(headless).lower(),
    ]
    click.echo(f"Bảng điều khiển: http://{host}:{port} (dừng bằng Ctrl+C)")
    os.execv(sys.executable, arguments)  # noqa: S606 (our own interpreter, no shell)
