"""`/accounts/email/`: an account gets another address. allauth's view, which asks who it is before one types."""

from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.views import EmailView
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse_lazy
from django.views.generic.edit import ProcessFormView


class Address(EmailView):  # type: ignore[misc]  # allauth has no types here
    """allauth's has buttons for several addresses; here an account has one."""

    success_url = reverse_lazy("account")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            raise_if_reauthentication_required(request, app="allauth.account")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return ProcessFormView.post(self, request, *args, **kwargs)


address = Address.as_view()
