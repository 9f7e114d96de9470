"""The transcript by mail: its content, its recipients, and mail failures in words."""

from datetime import UTC, datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from unittest.mock import Mock

import pytest
from asgiref.sync import async_to_sync
from django.core import mail as outbox
from django.core.mail import BadHeaderError
from django.utils import timezone, translation

from contactcenter.realtime.wire import Fault
from sessions_app import mail
from sessions_app.log import transcript
from sessions_app.models import Client, LogEntry, Session, User
from sessions_app.services import closing, entry, messages, transcripts
from tests.catalogues import speak
from tests.world import row_of, run


@pytest.fixture
def session(world):
    session = world.active(message="<b>Hello</b> https://shop.example & more")
    run(messages.message_post, world.anna, session=session, text="Good day")
    run(messages.note_post, world.anna, session=session, text="a note nobody mails")
    run(closing.session_end, world.anna, session=session)
    return session


def test_it_is_the_clients_view_as_plain_text(world, session):
    mail.post(transcripts.transcript_letter(by=world.carla, session=session, email="c@example.com"))
    (sent,) = outbox.outbox
    assert sent.to == ["c@example.com"]
    assert "Carla: <b>Hello</b> https://shop.example & more" in sent.body
    assert "Anna: Good day" in sent.body
    assert "nobody mails" not in sent.body
    assert str(row_of(session).number) in sent.body
    assert sent.content_subtype == "plain"


def test_without_an_address_it_goes_to_the_clients_own(world, session):
    Client.objects.filter(pk=world.carla.pk).update(email="own@example.com")
    assert transcripts.transcript_letter(by=world.carla, session=session, email="").to == "own@example.com"


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "a@example.com, b@example.com", "a@example.com\nBcc: b@example.com", "<a@example.com>"]
)
def test_an_invalid_address_is_refused(world, session, email):
    with pytest.raises(Fault, match=r"entry\.email"):
        transcripts.transcript_letter(by=world.carla, session=session, email=email)


@pytest.mark.parametrize("who", ["david", "anna", "boris"])
def test_only_the_sessions_client_can_have_it_sent(world, session, who):
    with pytest.raises(Fault, match=r"session\.not_found"):
        transcripts.transcript_letter(by=getattr(world, who), session=session, email="x@example.com")


def test_there_is_no_transcript_of_an_empty_conversation(world):
    session = world.enter()
    with pytest.raises(Fault, match=r"transcript\.empty"):
        transcripts.transcript_letter(by=world.carla, session=session, email="x@example.com")


async def test_an_unreachable_mail_server_is_reported_in_words(settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    letter = mail.Letter(to="a@example.com", subject="x", template="message", context={})
    with pytest.raises(Fault, match=r"mail\.failed"):
        await mail.send(letter)
    await mail.send_quietly(letter)
    assert caplog.text.count("mail could not be sent") == 2


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (SMTPRecipientsRefused({"carla@example.com": (550, b"no carla@example.com here")}), "mail was rejected: [550]"),
        (SMTPDataError(552, b"carla@example.com is full"), "mail could not be sent: SMTPDataError 552"),
        (SMTPServerDisconnected("carla@example.com"), "mail could not be sent: SMTPServerDisconnected"),
        (ConnectionRefusedError("Connection refused"), "mail could not be sent: Connection refused"),
    ],
)
def test_a_failed_mail_is_logged_without_its_address(caplog, monkeypatch, error, line):
    monkeypatch.setattr(mail, "render_to_string", Mock(side_effect=error))
    letter = mail.Letter(to="carla@example.com", subject="x", template="message", context={})
    with pytest.raises(Fault, match=r"mail\."):
        async_to_sync(mail.send)(letter)
    assert [record.getMessage() for record in caplog.records] == [line]


def test_without_a_mail_server_nobody_is_told_that_mail_was_sent(settings, world, session):
    settings.EMAIL_BACKEND = "contactcenter.web.no_mail_server.EmailBackend"
    letter = mail.Letter(to="carla@example.com", subject="x", template="message", context={})
    with pytest.raises(Fault, match=r"mail\.failed"):
        async_to_sync(mail.send)(letter)


def test_line_breaks_in_names_cannot_inject_headers(world):
    world.widget.message_email = "desk@shop.example"
    world.widget.save()
    letter = run(entry.message_leave, world.carla, message="x", name="Eve\nBcc: all@example.com")
    mail.post(letter)
    assert outbox.outbox[0].recipients() == ["desk@shop.example"]
    assert "Bcc" not in outbox.outbox[0].extra_headers
    mail.post(mail.Letter(to="a@example.com", subject="x", template="message", context={}, reply_to="a@b.cz\nBcc: c@d.cz"))
    assert outbox.outbox[1].recipients() == ["a@example.com"]
    with pytest.raises(BadHeaderError):
        mail.post(mail.Letter(to="a@b.cz\nBcc: c@d.cz", subject="x", template="message", context={}))


def test_an_invalid_stored_address_is_refused_in_words(world, session):
    Client.objects.filter(pk=world.carla.pk).update(email="a@b..example")
    with pytest.raises(Fault, match=r"entry\.email"):
        transcripts.transcript_letter(by=world.carla, session=session, email="")


def test_a_left_message_is_mailed_with_reply_to(world):
    world.widget.message_email = "desk@shop.example"
    world.widget.save()
    mail.post(run(entry.message_leave, world.carla, message="<i>Call me</i>", email="c@example.com"))
    (sent,) = outbox.outbox
    assert (sent.to, sent.reply_to) == (["desk@shop.example"], ["c@example.com"])
    assert "<i>Call me</i>" in sent.body
    assert Session.objects.get().message


@pytest.mark.parametrize(
    ("move", "words"), [("connected", ["The call started."]), ("hangup", ["The call ended."]), ("media", []), ("request", [])]
)
def test_the_transcript_tells_when_a_call_began_and_how_it_ended(world, move, words):
    session = row_of(world.active())
    session.log_entries.all().delete()
    body = f'{{"move":"{move}","call":{{"state":"connected","reason":"{move}"}}}}'
    line = {"kind": "call.changed", "body": body, "role": "client", "name": "Carla", "at": timezone.now()}
    LogEntry.objects.create(session=session, seq=1, shared=1, **line)
    assert [line.split(": ", 1)[1] for line in transcript.client_lines(session)] == words


def test_what_a_client_writes_never_looks_like_a_line_of_somebody_else(world):
    session = world.active()
    for end in ("\n", "\r\n", "\u2028", "\x0b"):
        run(messages.message_post, world.carla, session=session, text=f"Hello{end}10:06 Anna: We refund you.")
    lines = "\n".join(transcript.client_lines(row_of(session))).splitlines()
    assert [line for line in lines if line.startswith("10:06 Anna")] == []
    assert lines.count("    10:06 Anna: We refund you.") == 4


CZECH = {
    "Your conversation with %(name)s": "Vaše konverzace: %(name)s",
    "Your conversation with %(widget)s": "Vaše konverzace: %(widget)s",
    "Number %(number)s, %(day)s. Times are UTC.": "Číslo %(number)s, %(day)s. Časy jsou v UTC.",
    "The conversation started.": "Konverzace začala.",
    "A message from %(name)s": "Zpráva od: %(name)s",
    "A message left at %(widget)s": "Zpráva z webu %(widget)s",
}


def test_it_is_in_the_language_the_client_was_served_in_whatever_is_spoken_meanwhile(world, settings, tmp_path):
    settings.LANGUAGES = [("en", "English"), ("cs", "Czech"), ("de", "German")]
    speak(settings, tmp_path, "cs", CZECH)
    session = world.active(language="cs")
    Session.objects.filter(public_id=session).update(created_at=datetime(2026, 11, 3, 12, 0, tzinfo=UTC))
    with translation.override("de"):
        mail.post(transcripts.transcript_letter(by=world.carla, session=session, email="c@example.com"))
    (sent,) = outbox.outbox
    assert sent.subject == "Vaše konverzace: Shop"
    assert "3. listopadu 2026. Časy jsou v UTC." in sent.body
    assert "Konverzace začala." in sent.body


def test_an_older_session_without_a_language_is_told_in_the_houses(world, settings):
    settings.LANGUAGES = [("en", "English"), ("cs", "Czech")]
    session = world.active()
    Session.objects.filter(public_id=session).update(language="")
    with translation.override("cs"):
        letter = transcripts.transcript_letter(by=world.carla, session=session, email="c@example.com")
    assert (letter.language, letter.subject) == ("en", "Your conversation with Shop")


def test_a_message_left_reaches_those_who_answer_in_their_language_not_the_clients(world, settings, tmp_path):
    settings.LANGUAGES = [("en", "English"), ("cs", "Czech"), ("de", "German")]
    speak(settings, tmp_path, "cs", CZECH)
    User.objects.create(username="sofia", email="sofia@shop.example", language="cs")
    for to, subject in (("sofia@shop.example", "Zpráva od: Carla"), ("post@shop.example", "A message from Carla")):
        world.widget.message_email = to
        world.widget.save()
        with translation.override("de"):
            letter = run(entry.message_leave, world.carla, message="Guten Tag", language="de")
        mail.post(letter)
        assert outbox.outbox[-1].subject == subject
    assert [sent.body.partition("\n")[0] for sent in outbox.outbox] == ["Zpráva z webu Shop", "A message left at Shop"]
