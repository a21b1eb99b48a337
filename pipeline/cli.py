"""The ``cchc`` command. Verbs are imported when called, so that each answers at once."""

from __future__ import annotations

import importlib
import os
import re
import sys
import tempfile
import traceback
from typing import Any

import click

_VERBS = {
    "build": ("pipeline.commands.build", "build_command"),
    "add": ("pipeline.commands.add", "add_command"),
    "inbox": ("pipeline.commands.inbox", "inbox_command"),
    "check": ("pipeline.commands.check", "check_command"),
    "sql": ("pipeline.commands.sql", "sql_command"),
    "tables": ("pipeline.commands.tables", "tables_command"),
    "dashboard": ("pipeline.commands.dashboard", "dashboard_command"),
    "status": ("pipeline.commands.status", "status_command"),
    "rollback": ("pipeline.commands.rollback", "rollback_command"),
    "sample": ("pipeline.commands.sample", "sample_command"),
    "template": ("pipeline.commands.template", "template_command"),
}
_HELP = {
    "build": "Đọc data/raw, dựng các bảng, kiểm thử và xuất bản.",
    "add": "Đưa tệp vào kho và dựng lại; --undo để hoàn tác.",
    "inbox": "Đưa vào kho mọi tệp trong một thư mục chung.",
    "check": "Xem trước: tệp được đọc thành gì, bản dựng sẽ đổi ra sao.",
    "sql": "Hỏi bản dựng hiện hành một câu SQL (chỉ đọc).",
    "tables": "Các bảng công khai và ý nghĩa từng cột.",
    "dashboard": "Mở bảng điều khiển.",
    "status": "Bản dựng hiện hành: tuổi, nguồn, số dòng, kiểm thử.",
    "rollback": "Quay về bản dựng trước; --list để xem các bản còn giữ.",
    "sample": "Viết tiến độ mô phỏng để thử và đo tốc độ.",
    "template": "Viết mẫu bảng nhập trống.",
}


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _VERBS:
            return None
        module, name = _VERBS[cmd_name]
        return getattr(importlib.import_module(module), name)

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (click's own signature)
        """Run a verb; a fault of ours becomes one sentence, its details a file."""
        if not kwargs.pop("standalone_mode", True):
            return super().main(*args, standalone_mode=False, **kwargs)
        try:
            sys.exit(super().main(*args, standalone_mode=False, **kwargs) or 0)
        except click.ClickException as error:
            _explain_usage(error)
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo("Đã dừng.", err=True)
            sys.exit(1)
        except Exception:
            if os.environ.get("CCHC_DEBUG"):
                raise
            _report_fault()
            sys.exit(1)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Lệnh"):
            formatter.write_dl(list(_HELP.items()))


def _quote(error: click.ClickException) -> str:
    """The word that the message is about, as it was typed."""
    quoted = re.search(r"'([^']*)'", error.message)
    return f"«{quoted[1]}»" if quoted else "Từ này"


def _explain_usage(error: click.ClickException) -> None:
    """What was wrong with a call, in Vietnamese."""
    if isinstance(error, click.NoSuchOption):
        said = f"Không có tùy chọn {error.option_name}"
    elif isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
        said = f"Thiếu {name}"
    elif (
        isinstance(error, click.BadParameter)
        and error.param
        and isinstance(error.param.type, click.Choice)
    ):
        choices = ", ".join(str(choice) for choice in error.param.type.choices)
        said = f"{_quote(error)} không có trong danh sách; dùng một trong: {choices}"
    elif error.message.startswith("No such command"):
        said = f"Không có lệnh {_quote(error)}; các lệnh: {', '.join(_VERBS)}"
    else:
        said = error.message
    click.echo(f"Lỗi: {said}", err=True)
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(f"Xem cách dùng: {context.command_path} --help", err=True)


def _report_fault() -> None:
    """Keep the traceback for an engineer and say where it is."""
    try:
        handle, name = tempfile.mkstemp(prefix="cchc-loi-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as log:
            log.write(traceback.format_exc())
        where = f"Gửi tệp {name} cho người phụ trách kỹ thuật."
    except OSError:
        where = "Không ghi được tệp chi tiết vào thư mục tạm."
    click.echo(
        f"Lỗi ngoài dự kiến: {sys.exc_info()[1]}. Không có gì đã xuất bản bị mất. {where}",
        err=True,
    )


@click.group(cls=_LazyGroup)
@click.version_option(package_name="cchc", message="cchc %(version)s")
def main() -> None:
    """Theo dõi cải cách hành chính: kế hoạch, chỉ tiêu, nhiệm vụ, tiến độ."""
