"""``cchc template``: a workbook of a layout to be filled in, empty or prepared for one plan."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.commands.options import marts_option
from pipeline.layouts.model import find_layout, load_layouts
from pipeline.publish.builds import find_current_build
from pipeline.support.settings import resolve_settings

_PREFILLED = ("indicator_results", "task_status")


def _write_for_plan(layout: str, plan: str, out: Path, marts_folder: str | None) -> int:
    from pipeline.asking.prefill import UnknownPlanError, write_prefilled

    build = find_current_build(resolve_settings(marts=marts_folder))
    if build is None:
        raise click.ClickException("Chưa có bản dựng nào; hãy chạy: cchc build")
    try:
        return write_prefilled(out, build, layout, plan)
    except UnknownPlanError as error:
        raise click.UsageError(str(error)) from error


@click.command("template")
@click.argument("layout", type=click.Choice([x.code for x in load_layouts()]), metavar="MẪU")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path), metavar="TỆP.xlsx")
@click.option(
    "--plan",
    metavar="MÃ_KẾ_HOẠCH",
    help="Điền sẵn chỉ tiêu hoặc nhiệm vụ của một kế hoạch (indicator_results, task_status).",
)
@marts_option
@click.option("--force", is_flag=True, help="Ghi đè tệp đã có.")
def template_command(
    layout: str, out: Path, plan: str | None, marts_folder: str | None, force: bool
) -> None:
    """Viết mẫu bảng nhập, trống hoặc điền sẵn cho một kế hoạch."""
    from pipeline.layouts.writer import write_workbook

    if out.suffix.lower() != ".xlsx":
        raise click.UsageError("Tên tệp phải có đuôi .xlsx")
    if out.exists() and not force:
        raise click.UsageError(f"Đã có tệp {out}; đặt tên khác, hoặc thêm --force để ghi đè")
    if plan and layout not in _PREFILLED:
        raise click.UsageError(f"--plan chỉ dùng với mẫu: {', '.join(_PREFILLED)}")
    out.parent.mkdir(parents=True, exist_ok=True)
    if plan:
        count = _write_for_plan(layout, plan, out, marts_folder)
        click.echo(f"Đã viết {out}: {count} dòng của kế hoạch {plan}")
        return
    write_workbook(out, find_layout(layout).sheets)
    click.echo(f"Đã viết {out}")


# Every layout by its name, so that none is missing from the help when one is added.
template_command.help = (
    f"{template_command.help}\n\nMẪU là một trong: "
    + ", ".join(f"{x.code} ({x.name_vi[0].lower()}{x.name_vi[1:]})" for x in load_layouts())
    + "."
)
