"""Where the parts of an assessment are answered and read."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=4096)
def address(name: str, *parts: str) -> str:
    """`reverse`, remembered: a page has one for each of its rows, and finding one costs a fifth of an empty page."""
    return reverse(name, args=parts)


def hub(public_id: str) -> str:
    return address("assessment-hub", public_id)


def join(public_id: str) -> str:
    """Where one says under which name one answers."""
    return reverse("assessment-join", args=[public_id])


def answers(public_id: str, slug: str) -> str:
    """Where one begins to answer about a service, or goes on."""
    return f"{hub(public_id)}services/{slug}/"


def check(public_id: str, slug: str) -> str:
    """Where one looks over one's answers about a service and says that one is done."""
    return f"{hub(public_id)}services/{slug}/check/"


def service_result(public_id: str, slug: str) -> str:
    return f"{hub(public_id)}services/{slug}/result/"


def scorecard(public_id: str, slug: str) -> str:
    """The questions about one owning team."""
    return f"{hub(public_id)}teams/{slug}/"


def result(public_id: str) -> str:
    """The result for the whole platform."""
    return f"{hub(public_id)}result/"


def record(public_id: str) -> str:
    """What was signed off."""
    return address("record", public_id)
