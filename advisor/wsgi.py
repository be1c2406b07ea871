"""What the server serves."""

import os

import advisor.sqlite  # noqa: F401  swaps in a safe SQLite before Django loads one

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
