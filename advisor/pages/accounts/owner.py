"""`/accounts/all/`: the accounts of this server, for its owner alone."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from advisor.accounts.browsers import account_of
from advisor.accounts.directory import accounts_with, switch_off, switch_on
from advisor.accounts.models import User
from advisor.quotas.storage import needs_no_room
from advisor.security import note
from advisor.sharing.access import AccessDenied
from advisor.sharing.policy import POST, for_the_server


def owner_of_server(request: HttpRequest) -> User:
    """The owner who asks; AccessDenied for everybody else, who is not told that there is such a page."""
    user = account_of(request)
    if user is None or not user.is_owner:
        raise AccessDenied("This is for the owner of the server.")
    return user


@for_the_server(owner_of_server)
def accounts(request: HttpRequest, owner: User) -> HttpResponse:
    """Every account, whether it is on, and a button that switches it."""
    words = request.GET.get("find", "")[:254]
    return render(request, "accounts/all.html", {"owner": owner, "words": words, "accounts": accounts_with(words)})


@for_the_server(owner_of_server, POST)
@needs_no_room
def off(request: HttpRequest, owner: User, account_id: int) -> HttpResponseBase:
    """Switches an account off, which signs it out everywhere."""
    user = switch_off(account_id=account_id, by=owner)
    if user is None:
        raise Http404
    note(request, "account switched off", account=user.pk, by=owner.pk)
    return redirect("all-accounts")


@for_the_server(owner_of_server, POST)
@needs_no_room
def on(request: HttpRequest, owner: User, account_id: int) -> HttpResponseBase:
    """Switches an account on again."""
    user = switch_on(account_id=account_id)
    if user is None:
        raise Http404
    note(request, "account switched on", account=user.pk, by=owner.pk)
    return redirect("all-accounts")
