"""Supervisors' actions on live sessions, invitations, bans and operators, and the CSV export."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission
from django.test import Client as Browser

from sessions_app.admin import csv_export
from sessions_app.models import Ban, Client, Group, Invitation, User, Widget
from sessions_app.services import clients, closing, invitations
from tests.sessions_app.admin import form_data
from tests.world import row_of, run


@pytest.fixture
def sofia(world):
    user = User.objects.create_user("sofia", is_staff=True)
    rights = Permission.objects.filter(content_type__app_label__in=["sessions_app", "videocall"])
    user.user_permissions.set(rights.exclude(content_type__model__in=["user", "logentry"]))
    browser = Browser()
    browser.force_login(user)
    return browser


def act(browser, model, action, *rows, **fields):
    data = {"action": action, "_selected_action": [row.pk for row in rows], **fields}
    return browser.post(f"/admin/sessions_app/{model}/", data, follow=action != "export_csv")


def messages_of(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize(
    "path",
    [
        "group/",
        "group/add/",
        "tag/",
        "awayreason/",
        "invitation/",
        "ban/",
        "session/?tag=boiler",
        "session/?state__exact=active",
        "operator/",
    ],
)
def test_a_supervisor_opens_every_list(sofia, path):
    centre_page = sofia.get(f"/admin/sessions_app/{path}")
    assert centre_page.status_code == 200


def test_a_session_shows_everything_that_happened(sofia, world):
    session = world.active(entry="callback", phone="601 123 456", message="<b>Hi</b>")
    run(closing.session_rate, world.carla, session=session, value=5, comment="Great")
    page = sofia.get(f"/admin/sessions_app/session/{row_of(session).pk}/change/").content.decode()
    assert "&lt;b&gt;Hi&lt;/b&gt;" in page
    assert "Rated 5 of 5. Great" in page


def test_view_permission_alone_exports_and_steers_nothing(world):
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__startswith="view_", content_type__app_label="sessions_app"))
    browser = Browser()
    browser.force_login(looker)
    session = world.active()
    act(browser, "session", "end_sessions", row_of(session), confirmed="yes", reason="Because")
    assert row_of(session).state == "active"
    assert act(browser, "session", "export_csv", row_of(session))["Content-Type"].startswith("text/html")
    looker.user_permissions.add(Permission.objects.get(codename="export_session"))
    assert act(browser, "session", "export_csv", row_of(session))["Content-Type"].startswith("text/csv")


def test_the_export_has_every_row_and_no_formula(sofia, world):
    wrong = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\n=1", "\uff1d1"]
    for number, name in enumerate(wrong):
        by = world.client(f"client {number}")
        session = world.enter(by)
        Client.objects.filter(pk=by.pk).update(name=name)
    answer = act(sofia, "session", "export_csv", *row_of(session).widget.sessions.all())
    text = b"".join(answer.streaming_content).decode()
    table = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert sorted(line["client"] for line in table) == sorted(f"'{name.strip()}" for name in wrong)
    assert answer["Content-Disposition"] == 'attachment; filename="sessions.csv"'


CELLS = [(None, ""), (5, "5"), ("Carla", "Carla"), ("+420601", "'+420601"), ("a=b", "a=b"), ("\u202egnp", "gnp"), ("\u200b", "")]
HOSTILE = ["Eva;=1+1", "Eva; @SUM(1)", 'Eva;"=1+1', 'Eva; ""+1,x', "a,=1;-1", "=1;=2", "x;\uff1d1"]


@pytest.mark.parametrize(("value", "shown"), CELLS)
def test_a_cell_is_text(value, shown):
    assert csv_export.cell(value) == shown


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("value", HOSTILE)
def test_no_cell_is_a_formula_whatever_separates_cells(value, separator):
    line = csv.writer(csv_export.Echo()).writerow(["1", csv_export.cell(value), "chat"])
    (cells,) = csv.reader([line], delimiter=separator)
    assert not [cell for cell in cells if cell.lstrip().startswith(csv_export.FORMULA)]


def test_revoking_ends_an_invitation(sofia, world):
    made = run(invitations.invitation_create, world.anna, seconds=3600)
    act(sofia, "invitation", "revoke", Invitation.objects.get())
    assert Invitation.objects.get(public_id=made.invitation.id).revoked_at is not None


def test_deleting_a_ban_lifts_it_and_only_operators_ban(sofia, world):
    run(clients.client_ban, world.anna, session=world.active(), reason="Threats")
    assert sofia.get("/admin/sessions_app/ban/add/").status_code == 403
    sofia.post(f"/admin/sessions_app/ban/{Ban.objects.get().pk}/delete/", {"post": "yes"})
    assert world.enter()


def test_the_form_validates_opening_hours(sofia, world):
    form = form_data.group() | form_data.hours({"mon": [("08:00", "17:00")]})
    address = f"/admin/sessions_app/group/{world.group.pk}/change/"
    assert sofia.post(address, form).status_code == 302
    for field, wrong in (("hours-mon-from", "18:00"), ("timezone", "Nowhere"), ("holidays", "soon")):
        assert sofia.post(address, form | {field: wrong}).status_code == 200
    assert Group.objects.get(pk=world.group.pk).hours == {"mon": [["08:00", "17:00"]]}


def test_a_new_secret_invalidates_the_old_ones_signatures(sofia, world):
    act(sofia, "widget", "new_secret", world.widget)
    assert Widget.objects.get().identity_secret != world.widget.identity_secret
