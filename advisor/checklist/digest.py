"""The digest of content: what identifies a checklist, whatever the layout of its files.

In: a model. Out: "sha256:" and 64 hexadecimal digits. Must not know: files, YAML.
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
    content = model.model_dump(mode="json", exclude={"digest"})
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()
