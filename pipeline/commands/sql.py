"""``cchc sql``: one read-only question to the current build."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.options import marts_option
from pipeline.commands.terminal import open_console
from pipeline.publish.builds import find_current_build
from pipeline.settings import resolve_settings

if TYPE_CHECKING:
    from types import ModuleType

    import polars as pl


def _print_table(frame: pl.DataFrame) -> None:
    from rich.table import Table

    table = Table()
    for name, dtype in frame.schema.items():
        table.add_column(name, justify="right" if dtype.is_numeric() else "left", overflow="fold")
    for row in frame.iter_rows():
        table.add_row(*("" if v is None else str(v) for v in row))
    open_console().print(table)


def _flatten(pl: ModuleType, name: str, dtype: pl.DataType) -> pl.Expr:
    """A column that a csv file can hold."""
    if dtype == pl.List(pl.String):
        return pl.col(name).list.join("; ")
    if dtype.is_nested() or dtype in (pl.Duration, pl.Object):
        return pl.col(name).map_elements(str, return_dtype=pl.String)
    return pl.col(name)


def _write(frame: pl.DataFrame, form: str, out: Path | None) -> None:
    import polars as pl

    flat = frame.with_columns(_flatten(pl, name, dtype) for name, dtype in frame.schema.items())
    if form == "table":
        _print_table(flat)
    elif form == "csv":
        text = flat.write_csv()
        out.write_text(text, encoding="utf-8-sig") if out else click.echo(text, nl=False)
    elif form == "json":
        text = json.dumps(frame.to_dicts(), ensure_ascii=False, default=str, indent=1)
        out.write_text(text + "\n", encoding="utf-8") if out else click.echo(text)
    elif out:
        frame.write_parquet(out)


@click.command("sql")
@click.argument("query", metavar="CÂU_HỎI")
@marts_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "parquet"]),
    default="table",
    show_default=True,
    help="Dạng kết quả.",
)
@click.option(
    "--out",
    metavar="TỆP",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Ghi ra tệp thay vì màn hình.",
)
@click.option(
    "--limit",
    default=100_000,
    type=click.IntRange(min=1),
    show_default=True,
    help="Số dòng nhiều nhất.",
)
@click.option(
    "--timeout",
    default=30.0,
    type=click.FloatRange(min=0.1),
    show_default=True,
    help="Số giây nhiều nhất.",
)
def sql_command(
    query: str, marts_folder: str | None, form: str, out: Path | None, limit: int, timeout: float
) -> None:
    """Hỏi bản dựng hiện hành một câu SQL. Chỉ đọc; không tệp, không mạng."""
    from pipeline.sandbox import Limits, QuestionError, ask

    if form == "parquet" and out is None:
        raise click.UsageError("Dạng parquet cần --out TỆP")
    if out is not None and not out.parent.is_dir():
        raise click.UsageError(f"Không có thư mục {out.parent}")
    if out is not None and form == "table":
        raise click.UsageError("Ghi ra tệp thì chọn --format csv, json hoặc parquet")
    build = find_current_build(resolve_settings(marts=marts_folder))
    if build is None:
        raise click.ClickException("Chưa có bản dựng nào; hãy chạy: cchc build")
    try:
        answer = ask(build, query, limits=Limits(seconds=timeout, rows=limit))
    except QuestionError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    _write(answer.frame, form, out)
    if answer.is_cut:
        click.echo(f"Chỉ lấy {limit} dòng đầu; thêm --limit để lấy nhiều hơn.", err=True)
