"""Middleware: pages leave compressed, for a browser that takes that.

In: an answer. Out: the same, smaller, where it is a page. Must not know: any view. Files of the site are compressed
beforehand, and documents are small as they are: only pages gain. What was refused is not compressed: it gives back what
somebody sent, up to 4 MB, and compressing that takes longer than all else.

What is reflected beside a secret can be guessed from the length of compressed answers (BREACH): Django masks form
tokens anew in each page and adds up to 100 random bytes, and no cookie of ours goes along with what another site asks.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

LEAST = 1_400
"""Bytes that fit into one packet: less is not there sooner for being smaller."""


class CompressedPages(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not isinstance(response, HttpResponse) or not response.get("Content-Type", "").startswith("text/html"):
            return response
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            return response
        return super().process_response(request, response) if len(response.content) >= LEAST else response
