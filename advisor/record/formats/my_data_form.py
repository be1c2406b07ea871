"""What `advisor-my-data/1` holds: everything on a server that names one person, as they download it.

In: nothing. Out: models, from which the schema and the reference are made; tests hold the file against them. Must not
know: tables and accounts. Rows stand as the server has them, under the names of their tables and columns, so that a new
table or column is in the file on its first day; the form says no more of them than that.
"""

from datetime import datetime
from typing import Any, Literal

from advisor.checklist.values import Day, Strict

Rows = dict[str, list[dict[str, Any]]]
"""By table: its rows, by column."""


class MyAccount(Strict):
    """What one signs in to."""

    email: str
    """Its address."""
    since: datetime
    """When it was made."""
    last_sign_in: datetime | None
    """When somebody last signed in to it."""
    passkeys: int
    """How many passkeys it has."""
    authenticator_app: bool
    """Whether it has an authenticator app."""


class SignedInBrowser(Strict):
    """A browser that is signed in to the account."""

    browser: str
    """What it says it is; empty where it said nothing."""
    since: datetime
    """When it was signed in."""
    last_used_on: Day | None
    """The day a page was last opened in it."""


class MyWorkspace(Strict):
    """A workspace the account is in."""

    name: str
    role: str
    """What one may do in it."""
    since: datetime
    """When one came in."""


class OpenAssessment(Strict):
    """An assessment that one may open."""

    id: int
    """Its number, by which rows below name it."""
    address: str
    """Where it is on this server."""
    title: str


class Reminder(Strict):
    """A decision of which one is reminded by mail."""

    address: str
    """Where it is."""
    title: str


class MyDataFile(Strict):
    """Everything on a server that names one person, with an account or without."""

    format: Literal["advisor-my-data/1"]
    on: Day
    """The day it was made."""
    account: MyAccount | None
    """The account; null for somebody without one."""
    signed_in_with: list[SignedInBrowser]
    """Where the account is signed in."""
    workspaces: list[MyWorkspace]
    """The workspaces one is in."""
    may_open: list[OpenAssessment]
    """Assessments one may open."""
    reminds_me_of: list[Reminder]
    """Decisions that remind the account's address."""
    under_my_names: Rows
    """What one said under one's names in assessments, such as each answer and note: by table, its rows by column."""
    by_me: Rows
    """What one made or was given, such as links and access: by table, its rows by column."""
