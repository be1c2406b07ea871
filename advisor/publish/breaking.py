"""Places where a line may end, put into text that has none for long.

In: the HTML of a document. Out: the same with `<wbr>` in runs without a space and in long texts. Each line that ends
inside a run makes the renderer measure all the rest of that piece of text again, so a word of 20,000 letters costs the
square of its length; pieces of bounded length cost what other text costs. Must not know: records, WeasyPrint.
"""

import re

LONGEST_RUN = 120
"""Characters without a space, across emphasis and links. Digests have 71, and addresses of sources up to 81."""
LONGEST_PIECE = 500
"""Characters between two tags, in texts of more than `LONG`."""
LONG = 1_500
BREAK = "<wbr>"

_TOKEN = re.compile(r"<head>.*?</head>|<svg.*?</svg>|<[^>]*>|&[#\w]{1,32};|[^<&]+|&", re.DOTALL)
_INLINE = re.compile(r"</?(?:a|bdi|code|em|span|strong)\b")
SPACES = " \t\n\r\f"
"""Where a line may end anyway; not at a no-break space."""
_PART = re.compile(rf"[{SPACES}]+|[^{SPACES}]+")


def broken(html: str) -> str:
    """The HTML with places to break; itself where nothing in it is long.

    >>> broken("<p>" + "x" * 150 + "</p>") == "<p>" + "x" * 120 + "<wbr>" + "x" * 30 + "</p>"
    True
    >>> broken("<p>ten <em>words</em></p>")
    '<p>ten <em>words</em></p>'
    """
    breaker = _Breaker()
    texts: list[str] = []
    for token in _TOKEN.findall(html):
        if token[0] == "<" and len(token) > 1:
            breaker.text(texts)
            texts = []
            breaker.tag(token)
        else:
            texts.append(token)
    breaker.text(texts)
    return "".join(breaker.out)


class _Breaker:
    """Counts characters since the last space, and since the last tag, while it copies."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.run = self.piece = 0

    def tag(self, tag: str) -> None:
        if not _INLINE.match(tag):
            self.run = 0
        self.out.append(tag)

    def text(self, tokens: list[str]) -> None:
        """One text between two tags; an entity is one character."""
        long = sum(len(token) for token in tokens) > LONG
        self.piece = 0
        for token in tokens:
            if token[0] == "&":
                self.word(token, 1)
                continue
            for part in _PART.findall(token):
                if part[0] in SPACES:
                    self.space(part, long=long)
                else:
                    for at in range(0, len(part), LONGEST_RUN):
                        self.word(part[at : at + LONGEST_RUN])

    def space(self, space: str, *, long: bool) -> None:
        self.out.append(space)
        self.run = 0
        self.piece += len(space)
        if long and self.piece > LONGEST_PIECE:
            self.breaks()

    def word(self, word: str, size: int = 0) -> None:
        """Part of a run, at most `LONGEST_RUN` long: broken where the run would get longer."""
        size = size or len(word)
        if self.run + size > LONGEST_RUN:
            room = LONGEST_RUN - self.run if size > 1 else 0
            self.out.append(word[:room])
            self.breaks()
            word, size = word[room:], size - room
        self.out.append(word)
        self.run += size
        self.piece += size

    def breaks(self) -> None:
        self.out.append(BREAK)
        self.run = self.piece = 0
