"""Text in charts drawn as a whole: the renderer draws each character by itself, so that letters which join do not.

In: WeasyPrint. Out: the same with one change, made when this module is imported. Must not know: documents.
"""

from collections.abc import Iterator
from typing import Any

import weasyprint.svg as svg

_draw = svg.text


class Whole(str):
    """A text of one piece: the renderer places what it goes through one by one, and our texts have one place."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


def _drawn_whole(drawing: Any, node: Any, font_size: float) -> None:
    if node.text:
        node._etree_node.text = Whole(node.text)
    _draw(drawing, node, font_size)


svg.text = _drawn_whole
for _tag, _function in list(svg.TAGS.items()):
    if _function is _draw:
        svg.TAGS[_tag] = _drawn_whole
