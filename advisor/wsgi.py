"""What the server serves."""

import os

import advisor.sqlite  # noqa: F401  swaps in a safe SQLite before Django loads one
from advisor.permissions import keep_new_files_private

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.settings")

from django.core.wsgi import get_wsgi_application

from advisor.publish.script_fonts import installed

keep_new_files_private()
application = get_wsgi_application()
installed()  # which fonts there are is looked up once, as the server starts
