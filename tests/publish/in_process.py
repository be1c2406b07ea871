"""Drawing in this process, for what cannot be shown from outside: parts of another size, parts that cannot be drawn."""

import os
import warnings
from contextlib import contextmanager
from functools import cache

from advisor.publish.protocol import Job
from advisor.publish.renderer import FONTS
from advisor.publish.script_fonts import ScriptFont


def drawn_here(job: Job, fonts: tuple[ScriptFont, ...] = ()) -> bytes:
    with quiet():
        return drawing(fonts).draw(job)


@cache
def drawing(fonts=()):
    os.environ["FONTCONFIG_FILE"] = str(FONTS)  # read by the library when it is loaded: no fonts of this machine
    with quiet():
        from advisor.publish.drawing import Drawing

        return Drawing(fonts)


@contextmanager
def quiet():
    """As in a render process: the library misses system fonts, and leaves a file of its own to be closed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
