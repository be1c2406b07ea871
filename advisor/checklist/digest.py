"""The digest of content: what identifies a checklist, whatever the layout of its files.

In: a model, or plain values. Out: "sha256:" and 64 hexadecimal digits. Must not know: files, YAML.
"""

import hashlib
import json

from pydantic import BaseModel


def content_digest(model: BaseModel) -> str:
    """sha256 over the canonical JSON (keys sorted, no spaces, UTF-8) of a model; its own `digest` is left out.

    >>> from advisor.checklist.model import Credit
    >>> content_digest(Credit(title="a", author="b", note="c"))[:20]
    'sha256:933897b695580'
    """
    return canonical_digest(model.model_dump(mode="json", exclude={"digest"}))


def canonical_digest(content: object) -> str:
    """sha256 over the canonical JSON of plain values: the order of keys and the layout of a file do not matter.

    >>> canonical_digest({"b": 1, "a": 2}) == canonical_digest({"a": 2, "b": 1})
    True
    """
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()
