"""Options that several verbs share."""

from __future__ import annotations

import click

raw_option = click.option(
    "--raw",
    "raw_folder",
    metavar="THƯ_MỤC",
    type=click.Path(file_okay=False),
    help="Thư mục dữ liệu thô (mặc định data/raw).",
)
marts_option = click.option(
    "--marts",
    "marts_folder",
    metavar="THƯ_MỤC",
    type=click.Path(file_okay=False),
    help="Thư mục bản dựng (mặc định data/marts).",
)
