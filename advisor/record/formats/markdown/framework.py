"""Which framework, in Markdown: those left out first, then who leads, why, and what would change it.

In: a `FrameworkLine`. Out: lines. Must not know: Django, files.
"""

from advisor.record.formats.markdown.escaping import escaped
from advisor.record.model.entries import FrameworkLine


def framework(line: FrameworkLine) -> list[str]:
    """The choice as a list, a point for each thing that is said."""
    sentences = [*line.eliminated, *([line.sentence] if line.sentence else [])]
    lines = ["", "Which framework:", "", *(f"* {escaped(sentence)}" for sentence in sentences)]
    lines += [f"  * {escaped(w.text)}, {w.matters}: adds {w.adds}. {escaped(w.grounds)}" for w in line.wants]
    return lines + [f"* {escaped(text)}" for text in (*line.changes, line.question) if text]
