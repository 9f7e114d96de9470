"""A client who leaves a canary wherever there is room for words, and those who talk with them: by services, as consumers call them."""

from __future__ import annotations

import io
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone
from PIL import Image

from sessions_app.actor import Actor, supervisor
from sessions_app.models import Ban, Board, Session, Share, User
from sessions_app.protocol import Page
from sessions_app.services import clients, closing, identity, invitations, redirect
from sessions_app.services.messages import message_post, note_post
from sessions_app.share.services import session_files
from sessions_app.share.services.uploads import share_begin, share_pending, share_upload
from sessions_app.whiteboard.services import board
from supervision.models import HelpRequest
from supervision.services import acts, help
from tests.sessions_app.http import put
from tests.sessions_app.sample_files import pdf, upload
from tests.sessions_app.tokens import signed
from tests.sessions_app.whiteboard.boards import draw
from tests.world import World, run
from videocall import services

MARK = "zebrafinch"


class Canaries:
    """Gives out one canary after the other."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def __call__(self) -> str:
        self.given.append(f"{MARK}{len(self.given):02}x")
        return self.given[-1]


def photo(canary: str) -> bytes:
    """Return a picture with a maker in its metadata, large enough for a thumbnail."""
    out = io.BytesIO()
    picture, exif = Image.new("RGB", (1500, 900), "#2a66bd"), Image.Exif()
    exif[0x010F] = canary
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def visitor(world: World, canary: Canaries) -> Actor:
    row, _token = clients.client_create(
        widget=world.widget, language=canary(), browser=canary(), os=canary(), address="an address as a keyed hash"
    )
    return Actor("client", row.pk, f"Emil {canary()}")


def identify(world: World, client: Actor, canary: Canaries) -> None:
    claims = {"aud": world.widget.key, "sub": canary(), "exp": int(timezone.now().timestamp()) + 300, "jti": canary()}
    token = signed({"alg": "HS256", "typ": "JWT"}, claims | {"name": canary()}, world.widget.identity_secret)
    run(identity.client_identify, client, token=token)


def talk(world: World, client: Actor, sofia: User, canary: Canaries) -> str:
    """Hold a conversation in which everybody leaves a canary wherever there is room for words."""
    seen = Page(url=f"https://shop.example/{canary()}", title=canary(), referrer=f"https://search.example/?q={canary()}")
    details = {"name": f"Emil {canary()}", "email": f"{canary()}@example.com", "phone": "+420601999888", "page": seen}
    words = {"topic": canary(), "message": canary(), "parameters": {canary(): canary()}}
    session = world.enter(client, socket=canary(), **words, **details)
    run(clients.page_visit, client, session=session, page=Page(url=f"https://shop.example/{canary()}", title=canary()))
    world.accept(session)
    identify(world, client, canary)
    run(message_post, client, session=session, text=canary(), command_id=canary())
    run(message_post, world.anna, session=session, text=canary(), command_id=canary())
    run(note_post, world.anna, session=session, text=canary())
    run(clients.client_edit, world.anna, session=session, name=f"Emil {canary()}")
    run(invitations.invitation_create, world.anna, seconds=3600, session=session)
    share(world, client, session, canary)
    draw_on(world, client, session, canary)
    run(help.help_ask, world.anna, session=session, reason=canary())
    run(help.help_answer, supervisor(sofia), session=session, request=HelpRequest.objects.get().pk, text=canary())
    call = run(services.call_request, world.anna, session=session, leg=canary(), socket=canary())
    run(services.call_accept, client, call=call.public_id, leg=canary(), video=True, socket=canary())
    run(services.call_hangup, client, call=call.public_id)
    run(redirect.session_redirect, world.anna, session=session, operator=world.boris.pk, note=canary())
    run(acts.act_end, supervisor(sofia), session=session, reason=canary())
    run(closing.session_rate, client, session=session, value=4, comment=canary())
    run(acts.act_wrapup, supervisor(sofia), session=session, reason=canary())
    return session


def share(world: World, client: Actor, session: str, canary: Canaries) -> None:
    text = share_upload(by=client, session=session, file=upload(f"{canary()}.txt", canary().encode()))
    share_upload(by=client, session=session, file=upload(f"{canary()}.jpg", photo(canary())))
    share_upload(by=world.anna, session=session, file=upload(f"{canary()}.jpg", photo(canary())), kind="snapshot")
    share_upload(by=client, session=session, file=upload(f"{canary()}.pdf", pdf() + b"\n%" + canary().encode()))
    run(session_files.share_link, world.anna, session=session, url=f"https://pay.example/{canary()}", name=canary(), send=True)
    run(session_files.share_rename, world.anna, share=text.public_id, name=f"{canary()}.txt")
    gone = share_upload(by=client, session=session, file=upload(f"{canary()}.txt", canary().encode()))
    run(session_files.share_delete, world.anna, share=gone.public_id)


def draw_on(world: World, client: Actor, session: str, canary: Canaries) -> None:
    file = Share.objects.filter(session__public_id=session, mime="application/pdf").get()
    run(board.board_open, world.anna, session=session, share=file.public_id, pages=3)
    draw(client, (session, Board.objects.get().key), stroke=canary())


def ban(world: World, client: Actor, canary: Canaries) -> None:
    session = world.active(client)
    run(clients.client_ban, world.anna, session=session, reason=canary())
    run(closing.session_wrapup, world.anna, session=session)


def lift(sofia: User) -> None:
    browser = Browser()
    browser.force_login(sofia)
    browser.post(f"/admin/sessions_app/ban/{Ban.objects.get().pk}/delete/", {"post": "yes"})
    assert not Ban.objects.exists()


def half_an_upload(client: Actor, session: str, canary: Canaries) -> None:
    """Leave an upload that broke off: its row, and on S3 bytes in the quarantine."""
    row = Session.objects.get(public_id=session)
    Session.objects.filter(pk=row.pk).update(state="active")
    if hasattr(default_storage, "bucket"):
        begun = share_begin(by=client, session=session, name=f"{canary()}.txt", size=13)
        assert begun
        put(begun[1], canary().encode())
    else:
        key = "share/half.txt"
        run(share_pending, client, session=session, kind="upload", name=f"{canary()}.txt", size=9, stored=key)
        (Path(default_storage.location) / key).write_bytes(canary().encode())
    Session.objects.filter(pk=row.pk).update(state="closed")


def dumped() -> str:
    """Return all rows of all tables of the database, those that no model knows included, and the bytes of its files."""
    listed = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    if connection.vendor == "sqlite":
        listed = "SELECT name FROM sqlite_master WHERE type = 'table'"
    out: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute(listed)
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT * FROM "{table}"')
            out += [repr(row) for row in cursor.fetchall()]
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        out += [file.read_bytes().decode("latin-1") for file in name.parent.glob(f"{name.name}*")]
    return "\n".join(out).lower()
