"""``cchc dashboard``: serve the screens."""

from __future__ import annotations

import os
import sys

import click

from pipeline.commands.options import marts_option, raw_option
from pipeline.publish.builds import find_current_build
from pipeline.support.settings import PROJECT, resolve_settings


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
@click.option("--open/--no-open", "opens", default=True, help="Tự mở trình duyệt.")
def dashboard_command(
    marts_folder: str | None, raw_folder: str | None, port: int, host: str, opens: bool
) -> None:
    """Mở bảng điều khiển trên trình duyệt."""
    settings = resolve_settings(raw_folder, marts_folder)
    if find_current_build(settings) is None:
        click.echo("Chưa có bản dựng nào: màn hình sẽ trống cho đến khi chạy cchc build.", err=True)
    headless = not opens or not (os.environ.get("DISPLAY") or sys.platform == "darwin")
    os.environ["CCHC_MARTS"] = str(settings.marts)
    # Decisions made on screen are appended below the raw folder.
    os.environ["CCHC_RAW"] = str(settings.raw)
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
