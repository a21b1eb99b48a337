"""``cchc tables``: what the public tables hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipeline.commands.options import marts_option
from pipeline.commands.terminal import open_console
from pipeline.publish.builds import find_current_build
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    from pipeline.asking.dictionary import TableNote


def _print_list(notes: list[TableNote]) -> None:
    console = open_console()
    width = max(len(n.name) for n in notes)
    for note in notes:
        console.print(f"{note.name:<{width}}  {note.grain}", markup=False)


def _print_columns(note: TableNote) -> None:
    from rich.table import Table

    table = Table("Cột", "Kiểu", "Ý nghĩa", title=note.name, caption=note.grain)
    for column in note.columns:
        table.add_row(column.name, column.data_type, column.meaning)
    open_console().print(table)


@click.command("tables")
@click.argument("name", metavar="[BẢNG]", required=False)
@click.option("--markdown", is_flag=True, help="In cả từ điển dữ liệu dạng Markdown.")
@marts_option
def tables_command(name: str | None, markdown: bool, marts_folder: str | None) -> None:
    """Liệt kê các bảng; nêu tên một bảng để xem các cột của nó."""
    from pipeline.asking.dictionary import describe_tables, format_markdown

    build = find_current_build(resolve_settings(marts=marts_folder))
    if build is None:
        raise click.ClickException("Chưa có bản dựng nào; hãy chạy: cchc build")
    notes = describe_tables(build)
    found = [n for n in notes if n.name == name]
    if markdown:
        click.echo(format_markdown(notes), nl=False)
    elif name is None:
        _print_list(notes)
    elif found:
        _print_columns(found[0])
    else:
        raise click.UsageError(f"Không có bảng «{name}»; xem danh sách: cchc tables")
