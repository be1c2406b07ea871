"""The names under which static files are served: each with the digest of its content in it.

In: a file's name. Out: its address. Must not know: who asks. A page names a dozen files, and while the app runs an
address never changes: it is put together once.
"""

from functools import lru_cache

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticNames(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # comes without types
    def url(self, name: str, force: bool = False) -> str:
        return str(super().url(name, force)) if settings.DEBUG else self._kept(name, force)

    @lru_cache(maxsize=512)  # noqa: B019  there is one storage for as long as the process lives
    def _kept(self, name: str, force: bool) -> str:
        return str(super().url(name, force))
