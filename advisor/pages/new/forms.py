"""The forms that make an assessment: HTTP text in, checked values out."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from advisor.assessments.actions.create import MOST_TEAMS, NewService
from advisor.assessments.actions.import_services import Wrong
from advisor.checklist.model import Checklist
from advisor.checklist.text import folded
from advisor.pages.http.fields import LineField
from advisor.pages.http.platform_forms import TITLE, NamesField, ServicesForm, TitleForm
from advisor.pages.http.table_preview import sent_table
from advisor.sharing.models import Workspace

YOUR_NAME = "Write your name, as others should see it."


class NewForm(ServicesForm):
    title = LineField("What is the platform called?", needed=TITLE)
    your_name = LineField("Your name", needed=YOUR_NAME, help_text="Others see it with your answers.")
    teams = NamesField(
        "Owning teams, one per line",
        "Who runs these services. Leave it empty for one team. A service that names no team goes to the first, until "
        "you change that.",
        most=MOST_TEAMS,
        what="teams",
        rows=2,
    )

    file = forms.FileField(
        label="Or choose a file",
        help_text="CSV, Markdown, YAML or JSON, as UTF-8. It is used only if nothing is written above.",
        required=False,
        allow_empty_file=True,
    )
    earlier = forms.ChoiceField(
        label="Begin with the services of an earlier assessment",
        help_text="Their names, kinds, teams and settings; nobody's answers.",
        required=False,
        error_messages={"invalid_choice": "Choose one of the assessments listed."},
    )
    workspace = forms.ChoiceField(
        label="For a workspace?",
        help_text="All its members get in without a link.",
        required=False,
        error_messages={"invalid_choice": "Choose one of the workspaces listed."},
    )

    field_order = ("title", "your_name", "workspace", "services", "file", "earlier", "kinds", "teams")

    def __init__(
        self,
        checklist: Checklist,
        workspaces: Sequence[Workspace],
        earlier: Sequence[tuple[str, str]],
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        **kwargs: Any,
    ) -> None:
        self.unread: Wrong | None = None
        if data is not None and files:
            sent = sent_table(data, files, "services")
            if isinstance(sent, Wrong):
                self.unread = sent
            else:
                data = data.copy()
                data["services"] = sent
        super().__init__(checklist, data, files, **kwargs)
        listed = self.fields["earlier"]
        assert isinstance(listed, forms.ChoiceField)
        listed.choices = [("", "No"), *earlier]
        if not earlier:
            del self.fields["earlier"]
        if not workspaces:
            del self.fields["workspace"]
            return
        self.workspaces = {one.public_id: one for one in workspaces}
        chosen = self.fields["workspace"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", "No, only mine"), *((id_, one.name) for id_, one in self.workspaces.items())]

    def clean_file(self) -> None:
        if self.unread:
            raise forms.ValidationError(self.unread.text)

    def with_earlier(self, copied: Sequence[NewService]) -> list[NewService]:
        """What is asked for, and what an earlier assessment has besides."""
        asked = self.new_services()
        there = {folded(one.name) for one in asked}
        return [*asked, *(one for one in copied if folded(one.name) not in there)]

    @property
    def for_workspace(self) -> Workspace | None:
        """The workspace that was chosen, of those that were offered."""
        given = self.cleaned_data.get("workspace")
        return self.workspaces[given] if given else None


class KeepForm(TitleForm):
    """What is needed to make the service one has tried into an assessment of a platform."""

    your_name = LineField("Your name", needed=YOUR_NAME, help_text="Others see it with your answers.")
