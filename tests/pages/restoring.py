"""Giving files to `/restore/`, examined here as the render process does it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from advisor.assessments.models import Assessment
from advisor.publish.examining import examine
from advisor.publish.models import Rendering
from advisor.publish.protocol import Reading, unpacked_job
from advisor.sharing.access import VisitorKey
from tests.people import CLEO, Browser


def sent(*files: bytes | str, key: VisitorKey = CLEO) -> str:
    """The address of the report on these files, examined as the render process does it."""
    names = ("file", "other")
    contents = [one.encode() if isinstance(one, str) else one for one in files]
    data = {name: SimpleUploadedFile(name, content) for name, content in zip(names, contents, strict=False)}
    response = Browser(key).post("/restore/", data)
    assert response.status_code == 302
    row = Rendering.objects.get(key__startswith="read-", state="queued")
    job = unpacked_job(bytes(row.job))
    assert isinstance(job, Reading)
    content = examine(job).encode()
    Rendering.objects.filter(key=row.key).update(state="done", content=content)
    return str(response["Location"])


def restored(file: bytes | str, key: VisitorKey = CLEO) -> Assessment:
    """What comes of restoring this file."""
    response = Browser(key).post(sent(file, key=key), {"form": "f" * 20})
    assert response.status_code == 302
    return Assessment.objects.get(public_id=response["Location"].strip("/").split("/")[1])
