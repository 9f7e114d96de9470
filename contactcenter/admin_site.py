"""The supervisors' admin: our sections instead of apps, and a first page that helps to set up, then leads to the live board (A1)."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext_lazy as _

from contactcenter.admin_sections import SECTIONS, Item, Words
from sessions_app.models import Widget
from sessions_app.selectors.set_up import set_up

Entry = dict[str, Any]


class Step(NamedTuple):
    """A line of the checklist. ``url`` is empty when somebody else must do it."""

    name: str
    title: Words
    text: Words
    url: str
    done: bool


def address(name: str, *args: Any) -> str:
    """Return the address of this name; empty if there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def steps() -> list[Step]:
    """Return what is to be set up, from facts in the database."""
    done = set_up()
    widget = Widget.objects.filter(active=True).order_by("pk").first()
    code = address("admin:sessions_app_widget_change", widget.pk) if widget else ""
    return [
        Step("group", _("Make a group"), _("Operators who share a queue, with opening hours and holidays."),
             address("admin:sessions_app_group_add"), done.group),
        Step("operator", _("Add an operator"), _("The person who answers, with an account for the console."),
             address("admin:sessions_app_operator_add"), done.operator),
        Step("widget", _("Make a widget"), _("Say on which website it may run and what it offers."),
             address("admin:sessions_app_widget_add"), done.widget),
        Step("code", _("Put the code on your website"), _("Copy it from the widget. This is done when the website first shows it."),
             code, done.seen),
        Step("chat", _("Answer the first client"), _("Sign in on the console as the operator, then start a chat on the website."),
             address("console"), done.chat),
    ]  # fmt: skip


class SupervisorSite(admin.AdminSite):
    site_header = site_title = _("Contact centre")
    index_title = _("Overview")
    empty_value_display = "–"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Show our page, with the limits and second factors of every way in."""
        from accounts.views.sign_in import supervisor

        return supervisor(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Show the checklist until everything is done, then the live board to whoever may see it."""
        checklist = steps() if request.user.has_perm("sessions_app.add_widget") else []
        if all(step.done for step in checklist):
            board = address("board")
            if board and request.user.has_perm("supervision.view_board"):
                return HttpResponseRedirect(board)
            checklist = []
        done = sum(step.done for step in checklist)
        context = {"steps": checklist, "next": next((step for step in checklist if not step.done), None), "done": done}
        return super().index(request, context | (extra_context or {}))

    def get_urls(self) -> list[Any]:
        return [path("overview/", self.admin_view(self.overview), name="overview"), *super().get_urls()]

    def overview(self, request: HttpRequest) -> TemplateResponse:
        """Show all sections, also when the first page has become the board."""
        context = self.each_context(request) | {"title": self.index_title, "app_list": self.get_app_list(request)}
        return TemplateResponse(request, "admin/index.html", context)

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show all sections: apps are of no concern to supervisors."""
        return self.overview(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the sections with the pages this person may open, in the form Django's templates expect."""
        models = {
            model["model"]._meta.label_lower: model
            for app in self._build_app_dict(request).values()
            for model in app["models"]
        }  # fmt: skip
        listed = [(section, [self._entry(request, item, models) for item in section.items]) for section in SECTIONS]
        rest = [self._entry(request, Item(label), models) for label in list(models)]
        listed[-1][1].extend(rest)
        sections = []
        for section, entries in listed:
            pages = [entry for entry in entries if entry]
            if pages:
                sections.append({"name": section.name, "app_label": section.slug, "models": pages, "has_module_perms": True})
        return sections

    def _entry(self, request: HttpRequest, item: Item, models: dict[str, Entry]) -> Entry | None:
        """Return a page, taken out of ``models`` if it's a list; None if it isn't there or not for this person."""
        if item.right:
            url = address(item.target)
            if not url or not request.user.has_perm(item.right):
                return None
            entry: Entry = {"name": item.name, "object_name": item.target, "admin_url": url, "add_url": None, "view_only": True}
        else:
            found = models.pop(item.target, None)
            if found is None or not found["admin_url"]:
                return None
            entry = found | ({"name": item.name} if item.name else {})
        return entry | {"purpose": item.purpose, "current": request.path.startswith(entry["admin_url"])}
