"""`/keys.pem`: the public keys by which a record that was signed off here can be checked anywhere."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from advisor.decisions.keys import public_keys
from advisor.record.model.signature import all_pem
from advisor.sharing.policy import open_to_all


@open_to_all("Shows what the product is and what its checklists say, nothing of anyone's.")
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """All keys this server ever signed with as PEM, the one in use first."""
    return HttpResponse(all_pem(public_keys()), content_type="application/x-pem-file")
