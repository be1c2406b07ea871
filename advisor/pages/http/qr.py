"""A link as a QR code, to be photographed from the screen.

In: an address. Out: SVG to stand in a page: dark on light in both colour schemes, as readers of codes need it, with the
quiet edge around it. Must not know: what the address opens. Nothing of it is kept.
"""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_code(address: str) -> SafeString:
    """The code, as large as what it stands in; it has no words of its own: what stands around it says what it is."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=4, dark="#000", light="#fff", svgclass="qr__code", lineclass=None, omitsize=True
    )
    return mark_safe(drawn)  # noqa: S308  modules as a path: no text of the address is in it
