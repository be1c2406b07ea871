"""What every page with links has: the form that makes one, and the lines of links and of who came by them.

In: links and members. Out: lines, a form, and the link it asks for. Must not know: what a link opens.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from advisor.assessments.audit import audit
from advisor.pages.http.fields import LineField
from advisor.pages.http.role_words import ROLE_WORDS, RoleWords
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.sharing.access import AccessDenied, VisitorKey
from advisor.sharing.links import LABEL_MAX, links_of, make_link
from advisor.sharing.members import Member
from advisor.sharing.models import ShareLink
from advisor.sharing.roles import Role
from advisor.sharing.services import know_visitor

ENDS = {"14": "After 14 days", "1": "After a day", "90": "After 90 days", "never": "Only when I revoke it"}
MOST_LINKS = 50


def check_links(request: HttpRequest) -> None:
    """Raises AccessDenied where a link would be made and the server makes none."""
    if request.method == "POST" and not settings.LINKS:
        raise AccessDenied("Whoever runs this server has switched links off.", stranger=False)


class LinkForm(forms.Form):
    role = forms.ChoiceField(
        label="What may they do?",
        choices=[(role, words.does) for role, words in ROLE_WORDS.items()],
        initial="respond",
        error_messages={"required": "Choose what they may do.", "invalid_choice": "Choose one of the four listed."},
    )
    label = LineField("Who is it for?", help_text="A note for yourself, such as “Ben” or “Board, December”.")
    ends = forms.ChoiceField(
        label="When does it end?",
        help_text="Whoever used it loses access then, too.",
        choices=list(ENDS.items()),
        initial="14",
        error_messages={"invalid_choice": "Choose one of the options listed."},
    )

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"]
        if len(label) > LABEL_MAX:
            raise forms.ValidationError(f"Shorten it to {LABEL_MAX} characters.")
        return label

    @property
    def roles(self) -> list[tuple[str, RoleWords, bool]]:
        """The roles to choose from, each with its words and whether it is chosen."""
        return [(role, words, self["role"].value() == role) for role, words in ROLE_WORDS.items()]

    def expires_at(self, now: datetime) -> datetime | None:
        ends = self.cleaned_data["ends"]
        return None if ends == "never" else now + timedelta(days=int(ends))


def too_many_links(scope_id: int, now: datetime) -> str:
    """Why no further link is made; empty where one may be."""
    many = sum(link.in_force(now) for link in links_of(scope_id)) >= MOST_LINKS
    return f"There are {MOST_LINKS} links in force. Revoke some first." if many else ""


def make_asked_link(
    request: HttpRequest, visitor: VisitorKey, form: LinkForm, *, scope_id: int, role: Role, label: str
) -> tuple[ShareLink, str] | None:
    """The link that a valid form asks for, and its token; None where too many are in force, with words at the form."""
    now = timezone.now()
    if problem := too_many_links(scope_id, now):
        form.add_error("label", problem)
        return None
    spend(client_of(request), links=1)
    who, ends = know_visitor(key=visitor), form.expires_at(now)
    link, token = make_link(scope_id=scope_id, role=role, label=label, expires_at=ends, made_by=who)
    audit(scope_id=scope_id, visitor=who, action="link made", detail={"link": link.id, "role": link.role})
    return link, token


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link as the page lists it."""

    link: ShareLink
    in_force: bool
    whose: str
    """The person whose own way back it is, if it is one and they have a name."""

    @property
    def may(self) -> str:
        return ROLE_WORDS[self.link.role].verb  # type: ignore[index]  # the database holds no other


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One browser that holds a role, as the page lists it."""

    member: Member
    name: str
    """Empty for whoever was not asked for one, such as a reader."""
    me: bool

    @property
    def may(self) -> str:
        return ROLE_WORDS[self.member.role].verb

    @property
    def may_be_shut_out(self) -> bool:
        return not (self.me or self.member.maker or self.member.by_workspace)
