"""The record's Markdown as adr-tools reads it: the title on the first line, the status in a section of its own.

In: the text of `as_markdown`, also of an older one that is frozen. Out: the same record without front matter.
"""

import re

_RECORD = re.compile(
    r"---\n(?P<front>.*?)\n---\n+# (?P<title>[^\n]*)\n+(?P<head>(?:\* [^\n]*\n)*)\n*(?P<body>.*)", re.DOTALL
)


def for_adr_tools(text: str, number: int | None = None) -> str:
    """The record for a folder of adr-tools; `number` stands before the title, as it does there.

    >>> front = "---\\nstatus: accepted\\ndate: 2026-11-23\\n\\n---\\n"
    >>> for_adr_tools(front + "# A or B for C\\n\\n* Status: accepted\\n\\n## Context\\n", 7)
    '# 7. A or B for C\\n\\nDate: 2026-11-23\\n\\n## Status\\n\\nAccepted\\n\\n## Context\\n'
    """
    parts = _RECORD.match(text)
    if parts is None:
        raise ValueError("This is not the Markdown of a record.")
    front = dict(re.findall(r"^(status|date): (.*)$", parts["front"], re.MULTILINE))
    head = parts["head"].splitlines()
    before = [line.removeprefix("* ").replace(": ", " ", 1) for line in head if line.startswith("* Supersedes: ")]
    people = [line for line in head if not line.startswith(("* Status: ", "* Date: ", "* Supersedes: "))]
    lines = [
        f"# {parts['title'] if number is None else f'{number}. ' + parts['title']}",
        f"Date: {front['date']}",
        *(["\n".join(people)] if people else []),
        "## Status",
        *(f"{word[:1].upper()}{word[1:]}" for word in (front["status"], *before)),
        parts["body"],
    ]
    return "\n\n".join(lines)
