"""Single lines of text contain only what people can see: in every service that stores a name, in mail, tables and file names."""

import pytest
from django.core import mail as letters

from sessions_app import mail
from sessions_app.admin.one_line import OneLineField
from sessions_app.files import checks
from sessions_app.models import Client, Group, Invitation, LibraryItem
from sessions_app.protocol import Page
from sessions_app.rules.text import clean_parameters, one_line, visible
from sessions_app.services import clients, closing, entry, invitations
from sessions_app.share.services import library, session_files
from tests.sessions_app.admin import form_data
from tests.world import bodies, refused, row_of, run

INVISIBLE = [
    "\u200b\u200d\u2060",
    "\u3164",
    "\u2800 \u115f",
    "\xad\ufeff",
    "\u202e\u202c",
    "\ufe0f",
    "\x1b\x07",
    " \t\n",
    "\U000e0067",
]
TURNED = "Carla\u202e avoN"


@pytest.mark.parametrize("text", INVISIBLE)
def test_invisible_text_is_empty(text):
    assert one_line(text) == ""
    assert not visible(text)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Carla \n Nova\t", "Carla Nova"),
        (TURNED, "Carla avoN"),
        ("\u2067\u05e9\u05dc\u05d5\u05dd\u2069", "\u05e9\u05dc\u05d5\u05dd"),
        ("red\x1b[31m\x00\x85", "red[31m"),
        ("half \ud83d", "half"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467 Novak", "\U0001f468\u200d\U0001f469\u200d\U0001f467 Novak"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("Zoe\u0308", "Zo\xeb"),
    ],
)
def test_visible_text_stays(written, kept):
    assert one_line(written) == kept


def test_text_that_grows_in_normalisation_still_fits_its_column():
    assert len(one_line("\u0958" * 200)) == 200


def test_parameters_are_single_lines_with_names():
    assert clean_parameters({"plan\u202e": "gold\x00", "\u200b": "x", "none": "\u3164"}) == {"plan": "gold", "none": ""}


@pytest.mark.parametrize("text", INVISIBLE)
def test_an_invisible_name_or_topic_is_empty(world, text):
    Client.objects.update(name="")
    session = row_of(world.enter(name=text, topic=text, phone=text, message=text, page=Page(url="https://a.example", title=text)))
    assert (session.client.name, session.topic, session.client.phone, session.page["title"]) == ("", "", "", "")
    assert bodies(session.public_id, "message.posted") == []
    assert refused(clients.client_ban, world.anna, session=world.accept(session.public_id), reason=text).code == "ban.reason"


def test_no_service_keeps_direction_overrides(world):
    fields = {
        "name": TURNED,
        "topic": TURNED,
        "parameters": {TURNED: TURNED},
        "page": Page(url="https://a.example", title=TURNED),
    }
    session = world.active(**fields)
    run(clients.client_edit, world.anna, session=session, name=TURNED, email="", phone=TURNED)
    run(clients.page_visit, world.carla, session=session, page=Page(url="https://b.example", title=TURNED))
    run(clients.parameters_set, world.carla, parameters={"a": TURNED})
    run(session_files.share_link, world.anna, session=session, url="https://a.example", name=TURNED)
    run(library.library_link, world.anna, url="https://a.example", name=TURNED)
    run(invitations.invitation_create, world.anna, seconds=60, name=TURNED)
    run(closing.session_end, world.anna, session=session)
    run(closing.session_rate, world.carla, session=session, value=5, comment=TURNED)
    run(closing.session_wrapup, world.anna, session=session)
    kept = row_of(session)
    texts = [
        kept.client.name,
        kept.client.phone,
        kept.topic,
        kept.rating_comment,
        str(kept.parameters),
        str(kept.path),
    ]
    texts += [Invitation.objects.get().name, LibraryItem.objects.get().name, kept.files.get().name]
    assert [text for text in texts if "\u202e" in text] == []
    assert all("avoN" in text for text in texts)


def test_an_invisible_message_is_refused_and_a_visible_one_is_kept_unchanged(world):
    assert refused(entry.message_leave, world.carla, message="\u3164\u200b").code == "message.empty"
    run(entry.message_leave, world.carla, message=f"{TURNED}\nsecond line", email="c@example.com")
    assert bodies(row_of_message(world), "message.posted")[0]["text"] == f"{TURNED}\nsecond line"


def row_of_message(world):
    return world.widget.sessions.get(message=True).public_id


def test_a_subject_is_one_line_without_direction_overrides():
    mail.post(mail.Letter("s@example.com", f"A message\nfrom {TURNED}", "message", {}))
    assert letters.outbox[0].subject == "A message from Carla avoN"


@pytest.mark.parametrize(("name", "kept"), [("\u3164.txt", "file.txt"), ("\u2800", "file"), ("\u200b\u202e", "file")])
def test_a_file_always_has_a_visible_name(name, kept):
    assert checks.clean_name(name) == kept


def test_supervisors_cannot_set_invisible_names(admin_client, world):
    answer = admin_client.post("/admin/sessions_app/tag/add/", {"name": "\u200b\u3164"})
    assert answer.context["errors"]
    admin_client.post("/admin/sessions_app/tag/add/", {"name": "boiler\u202e"})
    assert OneLineField(max_length=3).to_python("  ab cd ") == "ab"
    admin_client.post(f"/admin/sessions_app/group/{world.group.pk}/change/", form_data.group(name=TURNED))
    assert Group.objects.get(pk=world.group.pk).name == "Carla avoN"
