"""Whether a browser came by an invitation that lets it sign up although sign-up is closed.

In: a request. Out: yes or no. Must not know: forms.
"""

from django.http import HttpRequest


def opens_sign_up(request: HttpRequest) -> bool:
    return False
