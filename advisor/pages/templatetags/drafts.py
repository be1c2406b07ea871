"""The attribute by which a long form stays in the browser until it is stored: `{% draft "new" %}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from advisor.cookies import cookie_value
from advisor.pages.http.drafts import NOBODY, person_key, sent_drafts
from advisor.sharing.access import COOKIE

register = template.Library()


@register.simple_tag(takes_context=True)
def draft(context: template.Context, name: str, assessment: str = "", *more: str) -> SafeString:
    """The form's name among the drafts of this browser. A page that answers a POST shows what was sent already, and
    names it. A part of a page that is made once for everybody names `drafts_of` instead of a person, which the page
    puts in; without it, none."""
    request, anybody = context.get("request"), str(context.get("drafts_of") or "")
    if request is None:
        key = "/".join([anybody, assessment or NOBODY, name, *more])
        return format_html('data-draft="{}"', key) if anybody else SafeString("")
    key = "/".join([person_key(cookie_value(request, COOKIE)), assessment or NOBODY, name, *more])
    sent = " ".join(word.partition("-")[2] for word in sent_drafts(request))
    return format_html(
        'data-draft="{}"{}', key, format_html(' data-draft-sent="{}"', sent) if request.method == "POST" else ""
    )
