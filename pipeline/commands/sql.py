"""``cchc sql``: one read-only question to the current build."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.options import marts_option
from pipeline.commands.terminal import open_console
from pipeline.publish.builds import find_current_build
from pipeline.support.settings import resolve_settings

if TYPE_CHECKING:
    import polars as pl


def _print_table(frame: pl.DataFrame) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for name, dtype in frame.schema.items():
        table.add_column(
            Text(name), justify="right" if dtype.is_numeric() else "left", overflow="fold"
        )
    for row in frame.iter_rows():
        table.add_row(*(Text("" if v is None else str(v)) for v in row))
    open_console().print(table)


def _write(
    frame: pl.DataFrame, form: str, out: Path | None, statement: str, *, for_machines: bool
) -> None:
    from pipeline.tables.exporter import flatten_columns, write_csv, write_excel

    if form == "table":
        _print_table(flatten_columns(frame))
    elif form == "csv":
        text = write_csv(frame, for_machines=for_machines)
        out.write_text(text, encoding="utf-8-sig") if out else click.echo(text, nl=False)
    elif form == "xlsx" and out:
        out.write_bytes(write_excel(frame, "Kết quả", [["câu hỏi", statement]], "Nguồn"))
    elif form == "json":
        text = json.dumps(frame.to_dicts(), ensure_ascii=False, default=str, indent=1)
        out.write_text(text + "\n", encoding="utf-8") if out else click.echo(text)
    elif out:
        frame.write_parquet(out)


def _choose_statement(
    query: str | None, code: str | None, given: tuple[str, ...]
) -> tuple[str, dict[str, Any]]:
    """The statement typed, or a named question with its parameters bound."""
    from pipeline.asking.questions.faults import ParameterError
    from pipeline.asking.questions.library import bind_parameters, load_questions
    from pipeline.support.settings import resolve_settings

    if (query is None) == (code is None):
        raise click.UsageError("Cần một câu SQL, hoặc --question TÊN; xem tên: cchc sql --list")
    if code is None:
        if given:
            raise click.UsageError("--set chỉ dùng cùng --question")
        return str(query), {}
    question = load_questions(resolve_settings().raw)[0].get(code)
    if question is None:
        raise click.UsageError(f"Không có câu hỏi «{code}»; xem tên: cchc sql --list")
    pairs = dict(pair.partition("=")[::2] for pair in given)
    try:
        return question.sql, bind_parameters(question, pairs)
    except ParameterError as error:
        raise click.UsageError(str(error)) from error


def _list_questions(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    from pipeline.asking.questions.library import load_questions
    from pipeline.support.settings import resolve_settings

    console = open_console()
    questions, faults = load_questions(resolve_settings().raw)
    for question in questions.values():
        blanks = " ".join(f"--set {p.name}={p.default}" for p in question.parameters)
        console.print(f"{question.code:<24} {question.title_vi}", markup=False, highlight=False)
        if blanks:
            console.print(f"{'':<24} {blanks}", markup=False, highlight=False)
    for fault in faults:
        console.print(f"Để riêng: {fault}", markup=False, highlight=False)
    context.exit()


@click.command("sql")
@click.argument("query", metavar="[CÂU_HỎI]", required=False)
@marts_option
@click.option("--question", "code", metavar="TÊN", help="Một câu hỏi có sẵn trong thư viện.")
@click.option(
    "--set",
    "given",
    metavar="THAM_SỐ=GIÁ_TRỊ",
    multiple=True,
    help="Tham số của câu hỏi có sẵn; nhắc lại được.",
)
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_questions,
    help="Liệt kê các câu hỏi có sẵn.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "parquet", "xlsx"]),
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
    "--for-machines",
    is_flag=True,
    help="csv giữ nguyên mọi chữ; mặc định chữ bắt đầu bằng = + - @ được thêm dấu nháy cho Excel.",
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
    query: str | None,
    marts_folder: str | None,
    code: str | None,
    given: tuple[str, ...],
    form: str,
    out: Path | None,
    for_machines: bool,
    limit: int,
    timeout: float,
) -> None:
    """Hỏi bản dựng hiện hành một câu SQL. Chỉ đọc; không tệp, không mạng."""
    from pipeline.asking.questions.faults import QuestionError
    from pipeline.asking.sandbox import Limits
    from pipeline.asking.sandbox_process import GuardedQuestion

    if form in ("parquet", "xlsx") and out is None:
        raise click.UsageError(f"Dạng {form} cần --out TỆP")
    if out is not None and not out.parent.is_dir():
        raise click.UsageError(f"Không có thư mục {out.parent}")
    if out is not None and form == "table":
        raise click.UsageError("Ghi ra tệp thì chọn --format csv, json, parquet hoặc xlsx")
    statement, parameters = _choose_statement(query, code, given)
    build = find_current_build(resolve_settings(marts=marts_folder))
    if build is None:
        raise click.ClickException("Chưa có bản dựng nào; hãy chạy: cchc build")
    limits = Limits(seconds=timeout, rows=limit)
    try:
        answer = GuardedQuestion(build, limits).ask(statement, parameters)
    except QuestionError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    try:
        _write(answer.frame, form, out, statement, for_machines=for_machines)
    except (OSError, ValueError) as error:
        raise click.ClickException(f"Không ghi được kết quả: {error}") from error
    if answer.is_cut:
        click.echo(f"Chỉ lấy {limit} dòng đầu; thêm --limit để lấy nhiều hơn.", err=True)
