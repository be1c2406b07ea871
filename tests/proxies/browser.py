"""A browser without JavaScript that speaks https with whoever says they are `localhost`.

In: an address. Out: status, address in the end and text of what it asked for.
"""

import http.cookiejar
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request

from tests.patience import PATIENCE


class Browser:
    """Follows redirects, keeps cookies, sends forms with the Origin of its page, as browsers do."""

    def __init__(self, base: str) -> None:
        self.base = base
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.jar = http.cookiejar.CookieJar()
        cookies = urllib.request.HTTPCookieProcessor(self.jar)
        self.opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), cookies)

    def get(self, path: str, **headers: str) -> tuple[int, str, str]:
        """Status, address in the end, and text; of a file its bytes, a character each."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._asked(urllib.request.Request(self.base + path, headers=named))

    def post(self, path: str, page: str, **fields: str) -> tuple[int, str, str]:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token is not None
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        origin = "/".join(self.base.split("/")[:3])
        headers = {"Origin": origin, "Referer": self.base + path}
        return self._asked(urllib.request.Request(self.base + path, data, headers))

    def _asked(self, request: urllib.request.Request) -> tuple[int, str, str]:
        try:
            with self.opener.open(request, timeout=PATIENCE) as response:
                encoding = "utf-8" if response.headers.get_content_maintype() == "text" else "latin-1"
                return response.status, response.url, response.read().decode(encoding)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.url or "", error.read().decode()


def links_of(page: str) -> set[str]:
    return set(re.findall(r'(?:href|action|src|hx-get|hx-post)="(/[^"]*)"', page))
