"""The style of all pages: one file a component, one file for the browser."""

import re
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder

from advisor.static_names import StaticNames

CSS = Path(settings.BASE_DIR) / "static" / "css"


def test_style_of_every_page_is_served_as_one_file_that_holds_every_component_in_order(tmp_path: Path) -> None:
    imported = re.findall(r'@import "(.+)";', (CSS / "site.css").read_text())
    assert {f"components/{path.name}" for path in (CSS / "components").iterdir()} < set(imported)
    shutil.copytree(settings.BASE_DIR / "static", tmp_path, dirs_exist_ok=True)
    names = StaticNames(location=tmp_path, base_url="/static/")
    collected = {name: (source, name) for name, source in FileSystemFinder().list([])}
    assert [one for one in names.post_process(collected) if isinstance(one[2], Exception)] == []
    for served in ("css/site.css", names.hashed_files["css/site.css"]):
        joined = (tmp_path / served).read_text()
        assert "@import" not in joined
        heads = [joined.index((CSS / name).read_text().splitlines()[0]) for name in imported]
        assert heads == sorted(heads)
