"""Hostile requests by kind, as data: what is sent, the status it gets, and words of the answer.

In: nothing. Out: rows. `{a}` in a path is Ada's platform, and Ada asks, who may do everything there: what is refused is
refused for what it is. A row with status 200 is taken as if the hostile part were not there.
"""

from dataclasses import dataclass, field
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"
SAVE = "/a/{a}/services/token-stream/answers/latency-first/"
TEAM = "/a/{a}/teams/edge/answers/scorecard.seniority/"

UNREADABLE = "That request could not be read"
NOTHING = "There is nothing at this address"
NOT_TAKEN = "but not for this kind of request"
TOO_LARGE = "That is too large"
NOT_SHOWN = "Your browser could not prove that it may make this change"
NO_ORIGIN = "Your browser did not say from which page this form was sent"


@dataclass(frozen=True)
class Request:
    kind: str
    name: str
    path: str
    status: int
    says: str = ""
    method: str = "GET"
    body: bytes = b""
    content_type: str = FORM
    headers: dict[str, str] = field(default_factory=dict)
    """As WSGI names them, such as HTTP_HOST."""
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: bool = False
    """Whether the form's token is asked for, as it is outside of tests."""


def form(**fields: str) -> bytes:
    return urlencode({name.replace("__", "-"): value for name, value in fields.items()}).encode()


def answer(level: str = "3", *, key: str = "latency-first", base: str = "0", **more: str) -> bytes:
    return urlencode(
        {f"answer-{key}": level, f"base-{key}": base, **{f"{k}-{key}": v for k, v in more.items()}}
    ).encode()


def paths() -> list[Request]:
    hostile = {
        "dots": "/../../etc/passwd",
        "dots with an escaped slash": "/..%2f..%2fetc/passwd",
        "escaped dots": "/%2e%2e/%2e%2e/etc/passwd",
        "dots escaped twice": "/%252e%252e/etc/passwd",
        "backslashes": "/..\\..\\windows\\win.ini",
        "out of the static folder": "/static/../manage.py",
        "out of the static folder, escaped": "/static/..%2f..%2fmanage.py",
        "an absolute path below static": "/static//etc/passwd",
        "source below static": "/static/%2e%2e/advisor/settings.py",
        "git": "/.git/config",
        "environment": "/.env",
        "secret key": "/secret-key",
        "database": "/advisor.sqlite3",
        "admin of Django": "/admin/",
        "another product": "/wp-login.php",
        "NUL": "/a/%00/",
        "line break": "/a/%0d%0aX-Injected:%20yes/",
        "text that runs backwards": "/a/%E2%80%AEgnp.exe/",
        "no UTF-8": "/%ff%fe/",
        "overlong UTF-8": "/%c0%ae%c0%ae/etc/passwd",
        "8,000 characters": "/" + "a" * 8000,
        "2,000 folders": "/a" * 2000,
        "another host": "//evil.example/%2e%2e",
        "a checklist by its folder": "/checklists/..%2fnodejs-express/",
        "a checklist with NUL": "/checklists/nodejs-express%00/",
        "another ending": "/demo/result.exe",
        "template": "/a/{{7*7}}/",
        "more than there is": "/a/{a}/services/token-stream/speed/more/",
    }
    return [Request("path", name, path, 404, NOTHING) for name, path in hostile.items()]


def methods() -> list[Request]:
    odd = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "CONNECT", "GARBAGE", "G" * 2000)
    return [
        *(Request("method", f"{method[:9]} of a save", SAVE, 405, NOT_TAKEN, method) for method in odd),
        *(Request("method", f"{method} of a page", "/a/{a}/share/", 405, NOT_TAKEN, method) for method in odd[:5]),
        Request("method", "GET of a removal", "/a/{a}/share/1/revoke/", 405, NOT_TAKEN),
        Request("method", "POST of a page", "/help/", 405, NOT_TAKEN, "POST"),
        Request("method", "PUT of a sign-in", "/accounts/login/", 405, NOT_TAKEN, "PUT"),
        Request("method", "DELETE of a health check", "/healthz", 405, NOT_TAKEN, "DELETE"),
    ]


def hosts() -> list[Request]:
    names = (
        "evil.example", "testserver@evil.example", "testserver:80:80", "testserver/..", "test server", "testserver\x00",
        "[::1", "127.0.0.1.evil.example", "é.example", "x" * 5000, "testserver,evil.example", "testserver:port", "",
    )  # fmt: skip
    return [Request("host", repr(name)[:40], "/", 400, UNREADABLE, headers={"HTTP_HOST": name}) for name in names]


def query_strings() -> list[Request]:
    taken = {
        "no UTF-8": "/?%ff%fe=%ff",
        "10,000 names": "/?" + "&".join(f"a{n}" for n in range(10_000)),
        "a page twice": "/a/{a}/history/?answers=1&answers=2",
        "a page below zero": "/a/{a}/history/?answers=-1",
        "a page too large to count": "/a/{a}/history/?answers=" + "9" * 400,
        "a page of digits of another script": "/a/{a}/history/?answers=٣",
        "NUL": "/a/{a}/?removed=service.%00",
        "script": "/a/{a}/?added=%3Cscript%3Ealert(1)%3C/script%3E",
        "database": "/my/?removed=1'%20OR%201=1--",
        "a step that is none": "/a/{a}/services/token-stream/so-far/?step=..%2f..%2f",
        "a step of 100,000 characters": "/quick/so-far/?step=" + "a" * 100_000,
    }
    refused = {
        "a moment that is none": "/a/{a}/history/difference/?first=NaN&second=1e999",
        "a moment too large to count": "/a/{a}/history/difference/?first=" + "9" * 400 + "&second=1",
    }
    return [
        *(Request("query string", name, path, 200) for name, path in taken.items()),
        *(Request("query string", name, path, 404, NOTHING) for name, path in refused.items()),
    ]


def form_fields() -> list[Request]:
    levels = ("-1", "5", "3.0", "٣", "NaN", "1e999", "9" * 400, "\x00", "<script>", "' OR 1=1 --", "{{7*7}}", "true")
    bases = ("-1", "1.5", "9" * 400, "x", "\x00")
    post = {
        "a role that is none": ("/a/{a}/share/", form(role="root", label="x", ends="14"), 422),
        "an end in ten thousand years": ("/a/{a}/share/", form(role="view", label="x", ends="9" * 30), 422),
        "a title of nothing to see": ("/a/{a}/edit/", form(title="\u200b\u202e"), 422),
        "a name of 5,000 letters": ("/a/{a}/join/", form(name="a" * 5000), 422),
        "1,000 services": ("/a/{a}/add/services/", form(names="\n".join(f"s{n}" for n in range(1000))), 422),
        "a slow service": ("/a/{a}/edit/services/token-stream/", form(name="x", latency_budget_ms="1e999"), 422),
        "somebody else's assessment": ("/my/put-back/", form(assessment="' OR 1=1 --"), 404),
    }
    return [
        *(Request("form field", f"level {repr(one)[:20]}", SAVE, 422, "", "POST", answer(one)) for one in levels),
        *(Request("form field", f"base {repr(one)[:20]}", SAVE, 302, "", "POST", answer(base=one)) for one in bases),
        *(Request("form field", name, path, status, "", "POST", body) for name, (path, body, status) in post.items()),
    ]


def ids() -> list[Request]:
    numbers = ("0", "9" * 18, "9" * 19, "9" * 30, "9" * 400)
    removals = {
        "link": "/a/{a}/share/%s/revoke/",
        "member": "/a/{a}/share/members/%s/remove/",
        "person": "/a/{a}/people/%s/",
    }
    others = ("1'%20OR%201=1--", "..%2f", "%00", "TOKEN-STREAM", "token-stream%20", "ⓣoken-stream", "a" * 300)
    return [
        *(
            Request("id", f"{what} of {len(one)} digits", path % one, 404, NOTHING, "POST")
            for what, path in removals.items()
            for one in numbers
            if what != "member" or len(one) < 19
        ),
        *(
            Request("id", f"member of {len(one)} digits", removals["member"] % one, 400, UNREADABLE, "POST")
            for one in numbers
            if len(one) > 18
        ),
        *(Request("id", f"service {one[:16]}", f"/a/{{a}}/services/{one}/speed/", 404, NOTHING) for one in others),
        Request("id", "workspace", "/workspaces/' OR 1=1/", 404, NOTHING),
        Request("id", "checklist", "/checklists/__class__/", 404, NOTHING),
    ]


def tokens() -> list[Request]:
    odd = ("x", "x" * 43, "%00" * 20, "' OR 1=1", "..%2f..%2f", "{{7*7}}", "x" * 5000, "é" * 20)
    return [
        *(Request("token", f"link {one[:12]} of {len(one)}", f"/s/{one}", 404, NOTHING) for one in odd),
        *(Request("token", f"invitation {one[:12]}", f"/i/{one}", 404, NOTHING) for one in odd[:4]),
        *(Request("token", f"sign-in {one[:12]}", f"/accounts/link/{one}", 404, NOTHING) for one in odd[:4]),
        *(Request("token", f"file {one[:12]}", f"/files/{one}/record.pdf", 404, NOTHING) for one in odd[:4]),
        *(Request("token", f"report {one[:12]}", f"/restore/{one}/", 404, NOTHING) for one in odd[:3]),
    ]


def headers() -> list[Request]:
    page = "/a/{a}/"
    ignored = {
        "another host behind a proxy": {"HTTP_X_FORWARDED_HOST": "evil.example"},
        "another address": {"HTTP_X_ORIGINAL_URL": "/admin/", "HTTP_X_REWRITE_URL": "/admin/"},
        "another method": {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
        "another person": {
            "HTTP_X_REMOTE_USER": "root",
            "HTTP_REMOTEEMAIL": "ada@example.org",
            "HTTP_X_EMAIL": "a@b.c",
        },
        "no client address": {"HTTP_X_FORWARDED_FOR": "' OR 1=1, \x00, 999.999.999.999"},
        "languages": {"HTTP_ACCEPT_LANGUAGE": "x-" * 2000},
        "kinds": {"HTTP_ACCEPT": "*/*;q=NaN," * 2000},
        "a range": {"HTTP_RANGE": "bytes=0-,1-,2-,-99999999999999999999"},
        "an old copy": {"HTTP_IF_NONE_MATCH": '"' + "a" * 5000, "HTTP_IF_MODIFIED_SINCE": "Thu, 99 Foo 99999"},
        "a length below zero": {"CONTENT_LENGTH": "-1"},
        "a length that is none": {"CONTENT_LENGTH": "1e999"},
    }
    forged = {
        "another origin": {"HTTP_ORIGIN": "https://evil.example"},
        "an origin that is none": {"HTTP_ORIGIN": "null"},
        "an origin that cannot be read": {"HTTP_ORIGIN": "http://[::1"},
        "a token that is none": {"HTTP_X_CSRFTOKEN": "\x00" * 64},
    }
    return [
        *(Request("header", name, page, 200, "Acme AI", headers=more) for name, more in ignored.items()),
        *(
            Request("header", name, SAVE, 403, told, "POST", answer(), headers=more, csrf=True)
            for name, more in forged.items()
            for told in [NO_ORIGIN if more.get("HTTP_ORIGIN") == "null" else NOT_SHOWN]
        ),
        Request(
            "header", "a range of a picture", "/static/fonts/inter.woff2", 416, headers={"HTTP_RANGE": "bytes=9999999-"}
        ),
    ]


def htmx_headers() -> list[Request]:
    odd = {
        "an address that cannot be read": {"HTTP_HX_CURRENT_URL": "http://[::1"},
        "an address of a script": {"HTTP_HX_CURRENT_URL": "javascript:alert(1)"},
        "an address escaped wrongly": {
            "HTTP_HX_CURRENT_URL": "%ff%00",
            "HTTP_HX_CURRENT_URL_URI_AUTOENCODED": "true",
        },
        "a target of a script": {"HTTP_HX_TARGET": "<script>alert(1)</script>"},
        "a trigger of 5,000 letters": {"HTTP_HX_TRIGGER": "x" * 5000},
        "a prompt": {"HTTP_HX_PROMPT": "\x00", "HTTP_HX_HISTORY_RESTORE_REQUEST": "true"},
        "an event that is no JSON": {"HTTP_TRIGGERING_EVENT": "{", "HTTP_TRIGGERING_EVENT_URI_AUTOENCODED": "true"},
    }
    return [
        *(
            Request(
                "htmx header", name, SAVE, 422, "", "POST", answer("7"), headers={"HTTP_HX_REQUEST": "true", **more}
            )
            for name, more in odd.items()
        ),
        Request("htmx header", "yes for true", SAVE, 422, "", "POST", answer("7"), headers={"HTTP_HX_REQUEST": "yes"}),
    ]


def cookies() -> list[Request]:
    keys = ("", "x", "x" * 32, "é" * 32, "x" * 5000, '"', "a;b", "\x00" * 32, "../" * 11, "' OR 1=1 --")
    return [
        *(
            Request("cookie", f"key {repr(one)[:16]} of {len(one)}", "/a/{a}/", 404, NOTHING, cookies={"advisor": one})
            for one in keys
        ),
        *(
            Request("cookie", f"session {repr(one)[:16]}", "/accounts/login/", 200, cookies={"advisor-sign-in": one})
            for one in ("x" * 5000, "' OR 1=1 --", "\x00")
        ),
        *(
            Request("cookie", f"form token {one[:8]}", SAVE, 403, NOT_SHOWN, "POST", answer(), csrf=True,
                    cookies={"csrftoken": one})
            for one in ("x", "x" * 64, "é" * 32)
        ),
    ]  # fmt: skip
