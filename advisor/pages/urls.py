"""The pages that belong to nobody (home, checklists, help, privacy), `/quick/`, platforms, and two for whoever runs
the server."""

from django.urls import URLPattern, URLResolver, include, path

from advisor.pages import demo, health, joining, my, my_data, new, views
from advisor.pages.hub import notices
from advisor.pages.plan.urls import of_example as plan_of_example
from advisor.pages.questionnaire.urls import saves
from advisor.pages.records import keys, restoring
from advisor.pages.records.urls import record_of_example
from advisor.pages.result.urls import of_example
from advisor.pages.workspaces import invited

of_assessment: list[URLPattern | URLResolver] = [
    *saves,
    *(
        path("", include(f"advisor.pages.{screen}.urls"))
        for screen in ("result", "questionnaire", "hub", "compare", "checks", "decide", "plan")
    ),
]
"""Below `/a/<id>/`, the most used first: addresses are tried in order. A section of questions may have any name, so the
result of a service comes before them."""

urlpatterns = [
    path("a/<slug:public_id>/", include(of_assessment)),
    path("", views.home, name="home"),
    path("checklists/", views.checklists, name="checklists"),
    path("checklists/check/", views.check, name="check"),
    path("checklists/<slug:slug>/", views.checklist, name="checklist"),
    path("checklists/<slug:slug>/<slug:name>.yaml", views.checklist_file, name="checklist-file"),
    path("schemas/<slug:name>.json", views.json_schema, name="schema"),
    path("help/", views.help_page, name="help"),
    path("privacy/", views.privacy, name="privacy"),
    path("demo/", demo.demo, name="demo"),
    path("demo/copy/", demo.copy, name="demo-copy"),
    path("demo/", include(of_example)),
    path("demo/", include(record_of_example)),
    path("demo/", include(plan_of_example)),
    path("new/", new.new, name="new"),
    path("my/", my.my, name="my"),
    path("accounts/", include("advisor.pages.accounts.urls")),
    path("workspaces/", include("advisor.pages.workspaces.urls")),
    path("i/<path:token>", invited.entry, name="invitation-entry"),
    path("unsubscribe/<str:token>/", notices.unsubscribe, name="unsubscribe"),
    path("my/data/", my_data.my_data, name="my-data"),
    path("my/data/my-data.json", my_data.export, name="my-data-export"),
    path("my/put-back/", my.put_back, name="my-put-back"),
    path("s/", joining.enter, name="share-enter"),
    path("s/<path:token>", joining.entry, name="share-entry"),
    path("quick/keep/", new.keep, name="quick-keep"),
    path("keys.pem", keys.keys, name="keys"),
    path("r/", include("advisor.pages.records.urls")),
    path("restore/", restoring.restore, name="restore"),
    path("restore/<str:token>/", restoring.report, name="restore-report"),
    path("quick/", include("advisor.pages.quick.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
