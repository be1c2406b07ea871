"""What happens in a browser behind the page: messages of the console, exceptions, requests and their answers."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

HTMX_CUT_OFF = ("htmx:afterRequest", "htmx:sendError", "htmx:sendAbort")
"""How htmx's lines about a request begin that ended because its page was left."""
POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}
"""What every page's content policy has to say, at the least."""


class Watch:
    """Collects what should not have happened."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.begin()

    def begin(self) -> None:
        """Nothing has happened yet."""
        self._faults: list[str] = []
        self._of_htmx: list[str] = []
        self._cancelled = 0
        self.expected_statuses: set[int] = set()
        """Answers from 400 on that the test provokes; the console's line about them is expected too."""
        self.offline = False
        """Set while the test itself cuts the connection."""

    @property
    def faults(self) -> list[str]:
        """What happened that should not have. A page that is left cancels its requests, and htmx then writes at most
        two lines about each: no more than those are let pass. What the browser says of a request that it cancelled can
        come after the last look; htmx names it, too."""
        aborted = sum("htmx:sendAbort" in line for line in self._of_htmx)
        return self._faults + self._of_htmx[2 * max(self._cancelled, aborted) :]

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._exception)
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        cut = self.offline and message.text.startswith(("Failed to load resource", "htmx:"))
        told = ("Failed to load resource: the server responded with a status of", "Response Status Error Code")
        provoked = any(
            message.text.startswith(f"{text} {status}") for text in told for status in self.expected_statuses
        )
        if cut or provoked:
            return
        kept = self._of_htmx if message.text.startswith(HTMX_CUT_OFF) else self._faults
        kept.append(f"console {message.type}: {message.text}")

    def _exception(self, error: WebError) -> None:
        self._faults.append(f"exception: {error.error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "blob:", "about:")):
            self._faults.append(f"request to {urlsplit(request.url).netloc or request.url[:60]}")

    def _failed(self, request: Request) -> None:
        if "ERR_ABORTED" in (request.failure or ""):  # a page that is left, or a download, cancels what it was loading
            self._cancelled += 1
        elif not self.offline:
            self._faults.append(f"failed request: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        status = response.status
        if status >= 400 and status not in self.expected_statuses:
            self._faults.append(f"status {status} of {response.request.method} {response.url}")
        if response.headers.get("content-type", "").startswith("text/html"):
            self._faults += [f"{response.url}: {fault}" for fault in policy_faults(response.headers)]


def policy_faults(headers: dict[str, str]) -> list[str]:
    """What is missing in, or wrong with, the content policy of an answer."""
    text = headers.get("content-security-policy", "")
    found = {name: rest.split() for name, _, rest in (part.strip().partition(" ") for part in text.split(";"))}
    faults = [f"{name} should be {' '.join(want)}" for name, want in POLICY.items() if found.get(name) != want]
    if "unsafe" in text or "data:" in text or "*" in text:
        faults.append(f"too loose: {text}")
    return faults
