import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from red_inclusion.assets import JOINED_SHEETS, joined_stylesheet

STATIC = Path(settings.PROJECT_DIR) / "static"
SHEETS = [STATIC / name for name in JOINED_SHEETS]


def test_every_stylesheet_belongs_to_exactly_one_joined_sheet():
    imported = [name for sheet in SHEETS for name in re.findall(r'@import url\("(.+?)"\)', sheet.read_text())]
    parts = {path.name for path in (STATIC / "css").glob("*.css")} - {sheet.name for sheet in SHEETS}

    assert sorted(imported) == sorted(parts)


def test_styles_of_the_room_weigh_under_twenty_kilobytes():
    weight = sum(len(gzip.compress(joined_stylesheet(sheet).encode())) for sheet in SHEETS)

    assert weight <= 20_000


def test_joined_sheet_imports_nothing_more():
    assert [joined_stylesheet(sheet).count("@import") for sheet in SHEETS] == [0, 0]


def test_no_sheet_points_outside_itself():
    """A relative url() would change its meaning when sheets are joined; another host's is forbidden."""
    parts = [path for path in (STATIC / "css").glob("*.css") if path not in SHEETS]

    pointing = [path.name for path in parts if "url(" in path.read_text()]

    assert pointing == []


@pytest.mark.parametrize("sheet", JOINED_SHEETS)
def test_collected_sheet_holds_its_parts(settings, tmp_path, sheet):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "red_inclusion.assets.HashedStaticStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    served = list((tmp_path / "css").glob(f"{Path(sheet).stem}.*.css"))
    assert [path.read_text() for path in served] == [joined_stylesheet(STATIC / sheet)]
