"""What somebody typed into a form that was refused, as plain text to copy: revoked in mid-edit must not mean lost.

In: the fields a browser sent. Out: text. Must not know: why it was refused, or what the fields stand for. Only for
requests whose form token was checked, so that no other site can have a page of ours say something.
"""

from django.http import QueryDict

MACHINERY = {"csrfmiddlewaretoken", "form", "assessment", "base", "was", "go", "of"}
PREFIXES = ("base-", "request-", "tried-", "was-", "conflict-", "pick-")
PARTS = {
    "answer": "",
    "note": ", note",
    "reason": ", reason",
    "evidence": ", evidence",
    "link": ", link",
    "expires": ", expires",
}
"""The fields of one statement, and how each is called after the statement's id."""


def typed(post: QueryDict) -> str:
    """One line a field that says something; nothing of what the page itself put there.

    >>> typed(QueryDict("base-speed=2&answer-speed=3&note-speed=Only+the+gateway&name=&title=Acme"))
    'speed: 3\\nspeed, note: Only the gateway\\ntitle: Acme'
    """
    lines = []
    for name, values in post.lists():
        if name in MACHINERY or name.startswith(PREFIXES):
            continue
        part, _, key = name.partition("-")
        label = key + PARTS[part] if key and part in PARTS else name
        lines += [f"{label}: {value.strip()}" for value in values if isinstance(value, str) and value.strip()]
    return "\n".join(lines)
