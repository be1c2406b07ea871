"""Editing a service or a team: saved from the revision it was shown at, or given back with both values.

In: a row, a form, what was posted. Out: nothing, where it was saved; else the form as typed with what is wrong or was
changed elsewhere. Must not know: templates.
"""

from collections.abc import Callable, Mapping
from typing import Any

from advisor.assessments.access import Opened
from advisor.assessments.actions.arrange import edit_details
from advisor.assessments.actions.create import NameTakenError
from advisor.assessments.answers import BASE_MAX, StaleDetailsError
from advisor.assessments.models import OwningTeam, Service
from advisor.pages.http.edits import Differs, Edited
from advisor.pages.http.fields import VERSION, WAS
from advisor.pages.hub.forms import ServiceForm, TeamForm

Row = Service | OwningTeam
Form = ServiceForm | TeamForm
Make = Callable[..., Form]
FIELD = {"team_id": "team"}
"""Columns whose field on the page has another name."""


def _initial(row: Row) -> dict[str, Any]:
    return ServiceForm.values_of(row) if isinstance(row, Service) else TeamForm.values_of(row)


def edited_of(row: Row, make: Make) -> Edited:
    """The details as they are saved."""
    return Edited(make(initial=_initial(row)), row.revision)


def saved(opened: Opened, row: Row, make: Make, post: Mapping[str, str]) -> Edited | None:
    """Saves what was touched; None where it is saved, or where the saved ones were picked."""
    form = make(post, initial=_initial(row))
    given = post.get("base", "")
    base = int(given) if given.isascii() and given.isdecimal() and len(given) <= len(str(BASE_MAX)) else 0
    pick = post.get("pick", "")
    if pick == "theirs":
        return None
    if not form.is_valid():
        return Edited(form, base)
    touched = _touched(form, post)
    if "conflict" in post and pick != "mine":
        return _stale(row, form, touched)
    try:
        edit_details(assessment=opened.assessment, visitor=opened.visitor, row=row, base=base, fields=touched)
    except NameTakenError as error:
        form.add_error("name", str(error))
        return Edited(form, base)
    except StaleDetailsError:
        return _stale(type(row).everything.get(id=row.id), form, touched)
    return None


def _touched(form: Form, post: Mapping[str, str]) -> dict[str, Any]:
    """New values without what the page's reader left alone: that is not theirs to overwrite."""
    same = {name for name in form.fields if _plain(post.get(WAS + name)) == _plain(post.get(name, ""))}
    versions = {name for name in form.fields if name.startswith(VERSION)}
    if versions and versions <= same:
        same.add("versions")
    return {name: value for name, value in form.values().items() if FIELD.get(name, name) not in same}


def _plain(text: str | None) -> str | None:
    """A browser sends line breaks in two characters."""
    return None if text is None else text.replace("\r\n", "\n")


def _stale(row: Row, form: Form, touched: Mapping[str, Any]) -> Edited:
    """Both values of each field that differs."""
    changed = [
        Differs(_label(form, name), form.words(name, value) or "nothing", form.words(name, theirs) or "nothing")
        for name, value in touched.items()
        if (theirs := getattr(row, name)) != value
    ]
    return Edited(form, row.revision, changed)


def _label(form: Form, name: str) -> str:
    field = form.fields.get(FIELD.get(name, name))
    return str(field.label) if field else "Versions"
