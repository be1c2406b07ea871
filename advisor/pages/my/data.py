"""`/my/data/`: what this server keeps of whoever asks, as a file, and taking it away."""

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from advisor.accounts.browsers import account_of
from advisor.accounts.my_data import data_of, delete_data, leaving
from advisor.quotas.storage import needs_no_room
from advisor.sharing.access import forget_visitor, visitor_of
from advisor.sharing.policy import own_only, private


@own_only
@needs_no_room
@private
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: HttpRequest) -> HttpResponseBase:
    """What would go and what would stay; with the box ticked, it goes."""
    visitor = visitor_of(request)
    missed = request.method == "POST" and request.POST.get("sure") != "yes"
    if request.method == "POST" and visitor is None:
        raise Http404
    if request.method == "POST" and visitor is not None and not missed:
        delete_data(visitor)
        response = redirect("home")
        forget_visitor(response)
        return response
    context = {
        "account": account_of(request),
        "leaving": leaving(visitor) if visitor else None,
        "missed": missed,
    }
    return render(request, "accounts/my_data.html", context, status=422 if missed else 200)


@own_only
@private
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Everything that names whoever asks, as JSON."""
    visitor = visitor_of(request)
    data = data_of(visitor, today=timezone.localdate()) if visitor else None
    if data is None:
        raise Http404
    response = JsonResponse(data, encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response
