"""``cchc sample``: simulated progress, labelled as such in every row."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from pipeline.commands.options import raw_option
from pipeline.support.settings import resolve_settings


def _simulate_plans(raw: Path, out: Path, demo: bool) -> None:
    from pipeline.sample.demo import write_demo, write_progress_of_plans

    if not demo and out.suffix.lower() != ".xlsx":
        raise click.UsageError("Với --from-plans, --out phải là tệp .xlsx")
    try:
        counts = write_demo(raw, out) if demo else write_progress_of_plans(raw, out)
    except FileExistsError as error:
        raise click.UsageError(
            f"{out} không phải bản trình diễn mà đã có tệp, hoặc lồng với thư mục dữ liệu thô; "
            "hãy chọn một thư mục mới ở chỗ khác"
        ) from error
    click.echo(f"Đã viết {out}: " + ", ".join(f"{n} dòng «{s}»" for s, n in counts.items()))


@click.command("sample")
@click.option("--units", default=34, show_default=True, help="Số đơn vị.")
@click.option("--weeks", default=52, show_default=True, help="Số tuần.")
@click.option(
    "--from-plans",
    is_flag=True,
    help="Mô phỏng tiến độ tuần của các kế hoạch trong data/raw vào một tệp.",
)
@click.option(
    "--demo",
    is_flag=True,
    help="Chép data/raw và thêm tiến độ mô phỏng của các kế hoạch, để trình diễn.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help="Loại tệp số liệu.",
)
@click.option(
    "--plans",
    "plan_units",
    default=34,
    show_default=True,
    help="Số đơn vị có kế hoạch (tệp Excel), các tỉnh trước rồi tới các xã; 0 là không có.",
)
@raw_option
@click.option(
    "--out",
    required=True,
    metavar="ĐƯỜNG_DẪN",
    type=click.Path(path_type=Path),
    help="Thư mục để ghi; với --from-plans là tệp .xlsx.",
)
def sample_command(
    units: int,
    weeks: int,
    from_plans: bool,
    demo: bool,
    form: Literal["csv", "parquet"],
    plan_units: int,
    raw_folder: str | None,
    out: Path,
) -> None:
    """Viết tiến độ mô phỏng để thử và đo tốc độ; mọi dòng đều ghi là mô phỏng."""
    if from_plans or demo:
        _simulate_plans(resolve_settings(raw_folder).raw, out, demo)
        return
    from pipeline.sample.national import write_national_sample

    counts = write_national_sample(out, units, weeks, form, plan_units=plan_units)
    click.echo(
        f"Đã viết {counts['rows']} dòng của {counts['units']} đơn vị, {counts['files']} tệp số "
        f"liệu, {counts['plans']} kế hoạch, vào {out}"
    )
