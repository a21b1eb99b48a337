"""Take down what dbt runs for the code as it is: ``python -m tests.lock_statements``."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from pipeline.building.build import build
from pipeline.building.statements import LOCKED
from pipeline.support.console import LineReporter
from pipeline.support.settings import PROJECT, Settings

# Any reading of a fact that the committed files do not speak of.
_ONE_MORE = (
    "Mã đơn vị;Mã chỉ số;Ngày số liệu;Ngày nhận;Giá trị;Đơn vị tính;Loại số liệu\n"
    "VN34-14;TTHC_ON_TIME_SHARE;01/03/2031;05/03/2031;75;%;tự báo cáo\n"
)


def record(folder: Path) -> Path:
    """Let dbt make a build of the committed files, and one that grows from it.

    Args:
        folder: an empty folder to work in.

    Returns:
        The folder with the statements of both.
    """
    settings = Settings(raw=folder / "raw", marts=folder / "marts", dbt_folder=folder / "dbt")
    shutil.copytree(PROJECT / "data" / "raw", settings.raw)
    for is_grown in (False, True):
        report = build(settings, LineReporter(), asks_dbt=True)
        if not report.is_published or (report.growth is not None) is not is_grown:
            raise RuntimeError(report.transform)
        (settings.raw / "progress" / "them.csv").write_text(_ONE_MORE, encoding="utf-8")
    return settings.dbt / "statements"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(record(Path(name)), LOCKED, dirs_exist_ok=True)
    print(f"Đã ghi {LOCKED.relative_to(PROJECT)}", file=sys.stderr)
