"""The pages that belong to nobody (home, checklists, help, privacy), `/quick/`, platforms, and two for whoever runs
the server."""

from django.urls import URLPattern, URLResolver, include, path

from advisor.pages.demo import views as demo
from advisor.pages.health import views as health
from advisor.pages.home import views as home
from advisor.pages.hub import notices
from advisor.pages.joining import views as joining
from advisor.pages.my import data
from advisor.pages.my import views as my
from advisor.pages.new import views as new
from advisor.pages.plan.urls import of_example as plan_of_example
from advisor.pages.questionnaire.urls import of_quick as questions_of_quick
from advisor.pages.questionnaire.urls import saves
from advisor.pages.records import keys, restore
from advisor.pages.records.urls import record_of_example
from advisor.pages.result.urls import of_example
from advisor.pages.result.urls import of_quick as result_of_quick
from advisor.pages.workspaces import invitations

SCREENS = (
    *("result", "questionnaire", "hub", "compare", "checks", "decide", "plan"),
    *("share", "joining", "people", "history"),
)
of_assessment: list[URLPattern | URLResolver] = [
    *saves,
    *(path("", include(f"advisor.pages.{screen}.urls")) for screen in SCREENS),
]
"""Below `/a/<id>/`, the most used first: addresses are tried in order. A section of questions may have any name, so the
result of a service comes before them."""

urlpatterns = [
    path("a/<slug:public_id>/", include(of_assessment)),
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("quick/keep/", new.keep, name="quick-keep"),
    path("quick/", include(questions_of_quick)),
    path("quick/", include(result_of_quick)),
    path("my/", my.my, name="my"),
    path("s/", joining.enter, name="share-enter"),
    path("s/<path:token>", joining.entry, name="share-entry"),
    path("r/", include("advisor.pages.records.urls")),
    path("new/", new.new, name="new"),
    path("accounts/", include("advisor.pages.accounts.urls")),
    path("demo/", demo.demo, name="demo"),
    path("demo/copy/", demo.copy, name="demo-copy"),
    path("demo/", include(of_example)),
    path("demo/", include(record_of_example)),
    path("demo/", include(plan_of_example)),
    path("help/", home.help_page, name="help"),
    path("privacy/", home.privacy, name="privacy"),
    path("workspaces/", include("advisor.pages.workspaces.urls")),
    path("i/<path:token>", invitations.entry, name="invitation-entry"),
    path("unsubscribe/<str:token>/", notices.unsubscribe, name="unsubscribe"),
    path("my/data/", data.my_data, name="my-data"),
    path("my/data/my-data.json", data.export, name="my-data-export"),
    path("my/put-back/", my.put_back, name="my-put-back"),
    path("restore/", restore.restore, name="restore"),
    path("restore/<str:token>/", restore.report, name="restore-report"),
    path("keys.pem", keys.keys, name="keys"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("advisor.pages.checklists.urls")),
]
"""The most used first, here too."""
