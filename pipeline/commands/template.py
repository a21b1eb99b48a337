"""``cchc template``: an empty workbook of a layout, to be filled in."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.layouts.model import find_layout, load_layouts


@click.command("template")
@click.argument("layout", type=click.Choice([x.code for x in load_layouts()]), metavar="MẪU")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path), metavar="TỆP.xlsx")
@click.option("--force", is_flag=True, help="Ghi đè tệp đã có.")
def template_command(layout: str, out: Path, force: bool) -> None:
    """Viết mẫu bảng nhập trống.

    MẪU là một trong: plan_export (kế hoạch), indicator_results (kết quả chỉ số), task_status
    (tiến độ nhiệm vụ), unit_list (danh mục đơn vị).
    """
    from pipeline.layouts.writer import write_workbook

    if out.suffix.lower() != ".xlsx":
        raise click.UsageError("Tên tệp phải có đuôi .xlsx")
    if out.exists() and not force:
        raise click.UsageError(f"Đã có tệp {out}; đặt tên khác, hoặc thêm --force để ghi đè")
    out.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(out, find_layout(layout).sheets)
    click.echo(f"Đã viết {out}")
