"""Every page of the product, by the name of its address, and how to get to see it.

A page that is in the URL configuration and not in this table fails `test_pages.py`; so does a file or an action that
turns out to be a page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from django.urls import URLPattern, URLResolver, get_resolver

from advisor.publish.pdfs import WHOLE
from advisor.record.formats.files import TEXTS

State = Literal["blank", "answered", "framework", "pdf", "platform", "signed"]


@dataclass(frozen=True)
class Shown:
    address: str
    state: State = "blank"
    """Whether the browser that opens it has answered anything; `framework` has answered so that one is recommended,
    `pdf` has asked for a PDF besides, `platform` has made a platform, whose address stands for `{a}`, and its maker's
    number among the people there for `{me}`; `signed` has signed off a record, whose address then stands for `{a}`."""
    status: int = 200


PAGES: Mapping[str, tuple[Shown, ...]] = {
    "home": (Shown("/"),),
    "checklists": (Shown("/checklists/"),),
    "checklist": (Shown("/checklists/nodejs-express/"), Shown("/checklists/no-such/", status=404)),
    "check": (Shown("/checklists/check/"),),
    "help": (Shown("/help/"),),
    "privacy": (Shown("/privacy/"),),
    "quick": (Shown("/quick/"), Shown("/quick/", "answered")),
    "quick-step": (Shown("/quick/questions/people/"), Shown("/quick/questions/speed/", "answered")),
    "quick-team": (Shown("/quick/team/"), Shown("/quick/team/", "answered")),
    "quick-so-far": (Shown("/quick/so-far/", "answered"),),
    "quick-check": (Shown("/quick/check/"), Shown("/quick/check/", "answered")),
    "quick-result": (Shown("/quick/result/"), Shown("/quick/result/", "answered")),
    "quick-framework": (Shown("/quick/result/framework/", "framework"),),
    "file-waiting": (Shown("the page that the PDF's button leads to", "pdf"), Shown("/files/no-such/", status=404)),
    "quick-start-over": (Shown("/quick/start-over/"), Shown("/quick/start-over/", "answered")),
    "quick-keep": (Shown("/quick/keep/", "answered"),),
    "demo": (Shown("/demo/"),),
    "new": (Shown("/new/"),),
    "my": (Shown("/my/"), Shown("/my/", "platform")),
    "account": (Shown("/accounts/"),),
    "mfa_index": (Shown("/accounts/"),),
    "account_login": (Shown("/accounts/login/"),),
    "account_request_login_code": (Shown("/accounts/login/"),),
    "account_signup": (Shown("/accounts/signup/"),),
    "account_inactive": (Shown("/accounts/closed/"),),
    "account-by-link": (Shown("/accounts/link/", status=404),),
    "account-link": (Shown("/accounts/link/no-such-token", status=404),),
    "account_request_reauthentication_code": (Shown("/accounts/again/code/", status=404),),
    "account_confirm_reauthentication_code": (Shown("/accounts/again/code/check/", status=404),),
    "account_confirm_login_code": (Shown("/accounts/code/", status=404),),
    "account_email_verification_sent": (Shown("/accounts/address/", status=404),),
    "my-data": (Shown("/my/data/"), Shown("/my/data/", "platform")),
    "workspaces": (Shown("/workspaces/"),),
    "workspace-join": (Shown("/workspaces/join/", status=404),),
    "workspace": (Shown("/workspaces/no-such/", status=404),),
    "invitation-entry": (Shown("/i/no-such-token", status=404),),
    "share-entry": (Shown("/s/no-such-token", status=404),),
    "assessment-hub": (Shown("{a}/", "platform"), Shown("{a}/", status=404)),
    "assessment-edit": (Shown("{a}/edit/", "platform"),),
    "assessment-share": (Shown("{a}/share/", "platform"),),
    "assessment-mail": (Shown("{a}/mail/", "platform"),),
    "unsubscribe": (Shown("/unsubscribe/no-such-token/", status=404),),
    "assessment-join": (Shown("{a}/join/", "platform"),),
    "assessment-history": (Shown("{a}/history/", "platform"),),
    "assessment-upgrade": (Shown("{a}/history/upgrade/", "platform"),),
    "assessment-difference": (Shown("{a}/history/difference/", "platform"),),
    "decide": (Shown("{a}/decide/", "platform"),),
    "demo-record": (Shown("/demo/record/"),),
    "record": (Shown("{a}/", "signed"), Shown("/r/no-such-record/", status=404)),
    "record-share": (Shown("{a}/share/", "signed"),),
    "restore": (Shown("/restore/"),),
    "restore-report": (Shown("/restore/no-such/", status=404),),
    "record-waiting": (Shown("/r/no-such-record/pdf/", status=404),),
    "decide-edit": (Shown("{a}/decide/edit/", "platform"),),
    "plan": (Shown("{a}/plan/", "platform"),),
    "plan-edit": (Shown("{a}/plan/edit/", "platform"),),
    "demo-plan": (Shown("/demo/plan/"),),
    "assessment-people": (Shown("{a}/people/", "platform"),),
    "assessment-person": (Shown("{a}/people/{me}/", "platform"),),
    "services-add": (Shown("{a}/add/services/", "platform"),),
    "services-owners": (Shown("{a}/arrange/owners/", "platform"),),
    "services-import": (Shown("{a}/import/", "platform"),),
    "team-add": (Shown("{a}/add/team/", "platform"),),
    "service-edit": (Shown("{a}/edit/services/infer/", "platform"),),
    "service-kit": (Shown("{a}/services/infer/result/kit/", "platform"),),
    "service-benchmarks": (Shown("{a}/edit/services/infer/benchmarks/", "platform"),),
    "team-edit": (Shown("{a}/edit/teams/core/", "platform"),),
    "assessment-service": (Shown("{a}/services/infer/people/", "platform"),),
    "service-all": (Shown("{a}/services/infer/all/", "platform"),),
    "service-check": (Shown("{a}/services/infer/check/", "platform"),),
    "service-so-far": (Shown("{a}/services/infer/so-far/", "platform"),),
    "team-scorecard": (Shown("{a}/teams/core/", "platform"),),
    "team-so-far": (Shown("{a}/teams/core/so-far/", "platform"),),
    "assessment-progress": (Shown("{a}/progress/", "platform"),),
    "compare": (Shown("{a}/compare/", "platform"),),
    "compare-service": (Shown("{a}/compare/services/infer/", "platform"),),
    "quick-what-if": (Shown("/quick/result/what-if/?latency-first=0", "answered"),),
    "assessment-check": (
        Shown("{a}/checks/no-latency-budget/", "platform"),
        Shown("{a}/checks/no-such/", "platform", status=404),
    ),
    "platform-result": (Shown("{a}/result/", "platform"),),
    "service-result": (Shown("{a}/services/infer/result/", "platform"),),
    "service-framework": (Shown("{a}/services/infer/result/framework/", "platform"),),
    "service-what-if": (Shown("{a}/services/infer/what-if/?narrow-purpose=4", "platform"),),
    "team-what-if": (Shown("{a}/teams/core/what-if/?raw-owners=x", "platform"),),
    "demo-platform-result": (Shown("/demo/result/"),),
    "demo-service-result": (
        Shown("/demo/services/token-stream/result/"),
        Shown("/demo/services/no/result/", status=404),
    ),
    "demo-service-what-if": (Shown("/demo/services/token-stream/what-if/?latency-first=0"),),
    "demo-team-what-if": (Shown("/demo/teams/edge/what-if/?raw-owners=0"),),
}

FILES = {
    "quick": "/quick/result",
    "platform": "{a}/result",
    "service": "{a}/services/infer/result",
    "demo-platform": "/demo/result",
    "demo-service": "/demo/services/token-stream/result",
    "demo-record": "/demo/record",
    "record": "/r/no-such-record",
}
"""Where the files of a record are, without their endings."""
NO_PAGES: Mapping[str, str] = {
    **{
        f"{name}-{one.name}": f"{address}.{one.ending}"
        for name, address in FILES.items()
        for one in (WHOLE, *TEXTS.values())
        if not one.variant_of
    },
    "quick-answer": "/quick/answers/narrow-purpose/",
    "quick-details": "/quick/details/",
    "quick-owners": "/quick/raw-owners/",
    "file": "/files/no-such/no-such.pdf",
    "demo-copy": "/demo/copy/",
    "account-elsewhere": "/accounts/elsewhere/",
    "account_logout": "/accounts/logout/",
    "account_reauthenticate": "/accounts/again/",
    "account-browsers": "/accounts/browsers/",
    "all-accounts": "/accounts/all/",
    "account-off": "/accounts/all/1/off/",
    "account-on": "/accounts/all/1/on/",
    "account_email": "/accounts/email/",
    "account-browser-end": "/accounts/browsers/1/end/",
    "mfa_authenticate": "/accounts/second/",
    "mfa_reauthenticate": "/accounts/second/again/",
    "mfa_activate_totp": "/accounts/second/add/",
    "mfa_deactivate_totp": "/accounts/second/remove/",
    "mfa_view_recovery_codes": "/accounts/second/codes/",
    "mfa_generate_recovery_codes": "/accounts/second/codes/new/",
    "account_change_password": "/accounts/password/",
    "account_set_password": "/accounts/password/new/",
    "mfa_list_webauthn": "/accounts/passkeys/",
    "mfa_add_webauthn": "/accounts/passkeys/add/",
    "mfa_login_webauthn": "/accounts/passkeys/sign-in/",
    "mfa_reauthenticate_webauthn": "/accounts/passkeys/again/",
    "mfa_remove_webauthn": "/accounts/passkeys/1/remove/",
    "workspace-invite": "/workspaces/no-such/invite/",
    "workspace-take-back": "/workspaces/no-such/invitations/1/end/",
    "workspace-role": "/workspaces/no-such/members/1/role/",
    "workspace-remove": "/workspaces/no-such/members/1/remove/",
    "workspace-leave": "/workspaces/no-such/leave/",
    "share-workspace": "{a}/share/workspace/",
    "my-data-export": "/my/data/my-data.json",
    "my-put-back": "/my/put-back/",
    "assessment-remove": "{a}/remove/",
    "keys": "/keys.pem",
    "schema": "/schemas/answers.json",
    "checklist-file": "/checklists/nodejs-express/facts.yaml",
    "assessment-done": "{a}/done/",
    "answers-show": "{a}/show/",
    "share-enter": "/s/",
    "plan-csv": "{a}/plan.csv",
    "interviews-pdf": "{a}/interviews.pdf",
    "demo-plan-csv": "/demo/plan.csv",
    "demo-interviews-pdf": "/demo/interviews.pdf",
    "decide-propose": "{a}/decide/propose/",
    "decide-say": "{a}/decide/say/",
    "decide-link": "{a}/decide/link/",
    "decide-reminders": "{a}/decide/reminders/",
    "decide-dates": "{a}/decide/dates.ics",
    "decide-confirm": "{a}/decide/confirm/",
    "decide-sign-off": "{a}/decide/sign-off/",
    "record-verify": "/r/no-such-record/verify/",
    "record-share-revoke": "/r/no-such-record/share/1/revoke/",
    "record-share-remove-member": "/r/no-such-record/share/members/1/remove/",
    "record-anew": "/r/no-such-record/anew/",
    "record-deprecate": "/r/no-such-record/deprecate/",
    "record-erase": "/r/no-such-record/erase/",
    "service-duplicate": "{a}/edit/services/infer/duplicate/",
    "service-kit-zip": "{a}/services/infer/result/kit.zip",
    "service-kit-remove": "{a}/services/infer/result/kit/remove/",
    "service-benchmark-remove": "{a}/edit/services/infer/benchmarks/remove/",
    "service-remove": "{a}/edit/services/infer/remove/",
    "team-remove": "{a}/edit/teams/core/remove/",
    "share-private": "{a}/share/private/",
    "share-revoke": "{a}/share/1/revoke/",
    "assessment-milestone": "{a}/history/milestones/",
    "join-private": "{a}/join/private/",
    "share-remove-member": "{a}/share/members/1/remove/",
    "services-owners-undo": "{a}/arrange/owners/undo/",
    "services-arrange": "{a}/arrange/services/",
    "teams-arrange": "{a}/arrange/teams/",
    "service-put-back": "{a}/edit/services/infer/put-back/",
    "team-put-back": "{a}/edit/teams/core/put-back/",
    "service-resume": "{a}/services/infer/",
    "service-done": "{a}/services/infer/done/",
    "service-answer": "{a}/services/infer/answers/narrow-purpose/",
    "team-details": "{a}/teams/core/raw-owners/",
    "team-answer": "{a}/teams/core/answers/seniority/",
    "assessment-check-answer": "{a}/checks/no-latency-budget/answer/",
    "service-reveal": "{a}/compare/services/infer/reveal/",
    "services-reveal": "{a}/compare/reveal/",
    "service-again": "{a}/compare/services/infer/again/",
    "statement-settle": "{a}/compare/services/infer/settle/narrow-purpose/",
    "statement-comment": "{a}/compare/services/infer/comment/narrow-purpose/",
    "team-reveal": "{a}/compare/teams/core/reveal/",
    "healthz": "/healthz",
    "readyz": "/readyz",
}
"""What answers a GET with a file, a redirect, a word for machines, or not at all."""


def names() -> list[str]:
    """The names of all addresses of the product; an address without a name is given by its route."""
    return [pattern.name or f"unnamed: {pattern.pattern}" for pattern in _patterns(get_resolver().url_patterns)]


def _patterns(entries: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns)
        else:
            yield entry
