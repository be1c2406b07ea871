"""Running heads and page numbers as what they are, artifacts: the renderer marks them as content that no element of the
document's structure has, which a reader may say aloud on every page.

In: WeasyPrint. Out: the same with one change, made when this module is imported. Must not know: documents.
"""

from collections.abc import Iterator
from typing import Any

import weasyprint.draw as draw
import weasyprint.pdf.tags as tags
from weasyprint.formatting_structure.boxes import MarginBox

_draw, _tree = draw.draw_stacking_context, tags._build_box_tree


def _drawn(stream: Any, context: Any) -> None:
    if isinstance(context.box, MarginBox):
        stream.marked = lambda box, tag: stream.artifact()
    try:
        _draw(stream, context)
    finally:
        if isinstance(context.box, MarginBox):
            del stream.marked


def _tagged(box: Any, *rest: Any) -> Iterator[Any]:
    return iter(()) if isinstance(box, MarginBox) else _tree(box, *rest)


draw.draw_stacking_context = _drawn
tags._build_box_tree = _tagged
