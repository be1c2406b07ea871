"""The names under which static files are served: each with the digest of its content in it.

In: a file's name. Out: its address. Must not know: who asks. A page names a dozen files, and while the app runs an
address never changes: it is put together once. The style of all pages is written as one file a component and served as
one: a page asks for it once.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLE = "css/site.css"
IMPORT = re.compile(r'@import "(.+)";')


class StaticNames(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # comes without types
    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[Any]:
        """Called once all files are collected: puts into the style of all pages what it imports."""
        storage, name = paths[STYLE]
        source = Path(storage.path(name))
        joined = IMPORT.sub(lambda one: (source.parent / one[1]).read_text("utf-8"), source.read_text("utf-8"))
        Path(self.path(STYLE)).write_text(joined, "utf-8")
        yield from super().post_process({**paths, STYLE: (self, STYLE)}, **options)

    def url(self, name: str, force: bool = False) -> str:
        return str(super().url(name, force)) if settings.DEBUG else self._address(name, force)

    @lru_cache(maxsize=512)  # noqa: B019  there is one storage for as long as the process lives
    def _address(self, name: str, force: bool) -> str:
        return str(super().url(name, force))
