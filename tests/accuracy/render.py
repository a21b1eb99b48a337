"""Set a case as a file of one kind."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from tests.accuracy.cases import Case, Item, Section, TableOf, TargetRow, TaskRow

if TYPE_CHECKING:
    from pathlib import Path


def _groups(case: Case) -> dict[str, str]:
    text = case.notes.get("groups", "")
    return dict(part.split("=", 1) for part in text.split("|") if part)


def cells_of(case: Case, table: TableOf, row: TargetRow | TaskRow) -> list[str]:
    """Texts of a row in the order of the table's columns."""
    if isinstance(row, TargetRow):
        if row.cells:
            return [row.ref, row.text, *row.cells, row.lead]
        return [row.ref, row.text, row.lead, row.coord, ""][: len(table.columns)]
    products = (
        row.products[0] if len(row.products) == 1 else "\n".join(f"- {p}" for p in row.products)
    )
    groups = _groups(case)
    if groups:
        number = row.ref.split(".")[0]
        first = row.ref.endswith(".1")
        return [number if first else "", groups[number] if first else "", row.text, products,
                row.lead, row.coord, row.time]  # fmt: skip
    shown = row.ref.rpartition("-")[2]
    return [shown, row.text, products, row.lead, row.coord, row.time, row.budget][
        : len(table.columns)
    ]


def _merges(case: Case, table: TableOf) -> list[tuple[int, int, int]]:
    """Merged cells of the group columns: column, first row, last row (of the rows below)."""
    if not _groups(case) or table.kind != "tasks":
        return []
    merges, start = [], 0
    rows = table.rows
    for position in range(1, len(rows) + 1):
        ended = position == len(rows) or rows[position].ref.endswith(".1")
        if ended:
            merges += [(column, start, position - 1) for column in (0, 1) if position - 1 > start]
            start = position
    return merges


def write_docx(case: Case, path: Path) -> None:
    """Word, with real tables and merged cells."""
    import docx

    document = docx.Document()
    for line in case.head:
        document.add_paragraph(line)
    for piece in case.body:
        is_bullet = isinstance(piece, Item) and piece.bullet
        document.add_paragraph(piece.text, style="List Bullet" if is_bullet else None)
    for table in case.tables:
        for line in table.caption:
            document.add_paragraph(line)
        _add_word_table(document, case, table)
    for line in case.tail:
        document.add_paragraph(line)
    document.save(str(path))


def _add_word_table(document, case: Case, table: TableOf) -> None:
    grid = document.add_table(rows=1, cols=len(table.columns))
    grid.style = "Table Grid"
    for cell, text in zip(grid.rows[0].cells, table.columns, strict=True):
        cell.text = text
    for row in table.rows:
        cells = grid.add_row().cells
        if isinstance(row, Section):
            cells[0].merge(cells[-1]).text = f"{row.label}. {row.title}"
            continue
        for cell, text in zip(cells, cells_of(case, table, row), strict=True):
            cell.text = text
    for column, first, last in _merges(case, table):
        kept = grid.cell(first + 1, column)
        text = kept.text
        kept.merge(grid.cell(last + 1, column)).text = text


def _typst_text(text: str) -> str:
    escaped = "".join(f"\\{c}" if c in "\\#$*_`<>@[]" else c for c in text)
    # A dash, a number or a sign at the start of a line would become a list of typst's own.
    if escaped[:1] in "-+/=" or (escaped[:1].isdigit() and "." in escaped[:6]):
        escaped = "#box()" + escaped
    return escaped


def typst_source(case: Case) -> str:
    """The plan as typst sets it: A4, ruled tables, header rows repeated on each page."""
    lines = [
        '#set page(paper: "a4", margin: 2cm)',
        '#set text(lang: "vi", size: 12pt)',
        "#set par(justify: false)",
    ]
    for line in case.head:
        lines += [_typst_text(line), ""]
    for piece in case.body:
        text = piece.text
        if isinstance(piece, Item) and piece.bullet:
            text = f"- {text}"
        lines += [_typst_text(text), ""]
    for table in case.tables:
        for line in table.caption:
            lines += [_typst_text(line), ""]
        lines += _typst_table(case, table)
    for line in case.tail:
        lines += ["", _typst_text(line), ""]
    return "\n".join(lines)


def _typst_table(case: Case, table: TableOf) -> list[str]:
    width = len(table.columns)
    weights = ["auto"] + ["1fr"] * (width - 1)
    lines = [f"#table(columns: ({', '.join(weights)}), stroke: 0.6pt,"]
    heads = ", ".join(f"[{_typst_text(c)}]" for c in table.columns)
    lines.append(f"  table.header({heads}),")
    spans = {(first, column): last - first + 1 for column, first, last in _merges(case, table)}
    covered = {
        (r, column)
        for column, first, last in _merges(case, table)
        for r in range(first + 1, last + 1)
    }
    for number, row in enumerate(table.rows):
        if isinstance(row, Section):
            lines.append(
                f"  table.cell(colspan: {width})[{_typst_text(f'{row.label}. {row.title}')}],"
            )
            continue
        for column, text in enumerate(cells_of(case, table, row)):
            if (number, column) in covered:
                continue
            shown = " #linebreak() ".join(_typst_text(t) for t in text.split("\n"))
            span = spans.get((number, column))
            cell = f"table.cell(rowspan: {span})[{shown}]" if span else f"[{shown}]"
            lines.append(f"  {cell},")
    lines.append(")")
    return lines


def write_pdf(case: Case, path: Path) -> None:
    """PDF with a text layer."""
    import typst

    path.write_bytes(typst.compile(typst_source(case).encode()))


def write_scan(case: Case, path: Path) -> None:
    """PDF of pictures, a little askew and grey, as an office scanner makes it."""
    import typst
    from PIL import Image

    pages = typst.compile(typst_source(case).encode(), format="png", ppi=200)
    pictures = []
    for page in pages if isinstance(pages, list) else [pages]:
        picture = Image.open(io.BytesIO(page)).convert("L")
        pictures.append(picture.rotate(0.15, fillcolor=255, expand=False))
    pictures[0].save(path, "PDF", save_all=True, append_images=pictures[1:], resolution=200)


def write_xlsx(case: Case, path: Path) -> None:
    """A workbook as offices keep them: title block above, sections across, a sheet a table."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for number, table in enumerate(case.tables, start=1):
        sheet = book.create_sheet(f"Biểu {number}")
        width = len(table.columns)
        row_no = 1
        for line in (*(case.head if number == 1 else ()), *table.caption):
            sheet.cell(row_no, 1, line)
            sheet.merge_cells(start_row=row_no, end_row=row_no, start_column=1, end_column=width)
            row_no += 1
        row_no += 1
        for column, text in enumerate(table.columns, start=1):
            sheet.cell(row_no, column, text)
        for row in table.rows:
            row_no += 1
            if isinstance(row, Section):
                sheet.cell(row_no, 1, f"{row.label}. {row.title}")
                sheet.merge_cells(
                    start_row=row_no, end_row=row_no, start_column=1, end_column=width
                )
                continue
            for column, text in enumerate(cells_of(case, table, row), start=1):
                sheet.cell(row_no, column, int(text) if text.isdigit() else text)
    book.save(path)


def write_txt(case: Case, path: Path) -> None:
    """A converter's export: tables as tab-separated lines."""
    lines = list(case.head)
    for piece in case.body:
        bullet = "- " if isinstance(piece, Item) and piece.bullet else ""
        lines += [bullet + piece.text, ""]
    for table in case.tables:
        lines += [*table.caption, "", "\t".join(table.columns)]
        for row in table.rows:
            if isinstance(row, Section):
                lines.append(f"<b>{row.label}. {row.title}</b>" + "\t" * (len(table.columns) - 1))
            else:
                lines.append("\t".join(c.replace("\n", " ") for c in cells_of(case, table, row)))
        lines.append("")
    path.write_text("\n".join([*lines, *case.tail]) + "\n", encoding="utf-8")


WRITERS = {
    "docx": write_docx, "pdf": write_pdf, "scan": write_scan, "xlsx": write_xlsx, "txt": write_txt,
}  # fmt: skip


def render(case: Case, form: str, folder: Path) -> Path:
    """Write a case in one form; a scan is named apart from the PDF with text."""
    suffix = ".pdf" if form == "scan" else f".{form}"
    path = folder / f"{case.name}{'-scan' if form == 'scan' else ''}{suffix}"
    WRITERS[form](case, path)
    return path
