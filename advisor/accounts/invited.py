"""Whether a browser came by an invitation that lets it sign up although sign-up is closed.

In: a request. Out: yes or no, and the token it came with. Must not know: forms.
"""

from django.core import signing
from django.http import HttpRequest

from advisor.cookies import cookie_value
from advisor.sharing.workspaces import invitation_at

COOKIE = "advisor-invitation"
SECONDS = 24 * 3600


def invited_with(request: HttpRequest) -> str:
    """The token of the invitation that was opened in this browser, or nothing."""
    try:
        return str(signing.loads(cookie_value(request, COOKIE), salt=COOKIE, max_age=SECONDS))
    except signing.BadSignature:
        return ""


def opens_sign_up(request: HttpRequest) -> bool:
    """Only whom an owner of this server invited may sign up while sign-up is closed."""
    invitation = invitation_at(invited_with(request))
    by = invitation and invitation.made_by and invitation.made_by.user
    return bool(by and by.is_owner and by.is_active)
