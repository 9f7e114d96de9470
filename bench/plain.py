"""The upload the product is held against: Django with one model, one ``FileField``, one view, and no question asked.

``uvicorn bench.plain:application``; BENCH_FOLDER says where its database and files are.
"""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.conf import settings

FOLDER = Path(os.environ["BENCH_FOLDER"])
INCOMING = FOLDER / "incoming"
INCOMING.mkdir(exist_ok=True)
settings.configure(
    SECRET_KEY="nothing is secret here",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="bench.plain",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "plain.sqlite3",
            "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"},
        }
    },
    MEDIA_ROOT=FOLDER / "files",
    FILE_UPLOAD_TEMP_DIR=INCOMING,
    FILE_UPLOAD_MAX_MEMORY_SIZE=256 * 1024,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django.core.handlers.asgi import ASGIHandler  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import HttpRequest, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402


class Upload(models.Model):
    file = models.FileField(upload_to="uploads")

    class Meta:
        app_label = "bench"


def upload(request: HttpRequest) -> JsonResponse:
    """Store what came."""
    row = Upload.objects.create(file=request.FILES["file"])
    return JsonResponse({"id": row.pk}, status=201)


with connection.schema_editor() as editor:
    editor.create_model(Upload)
connection.close()
urlpatterns = [path("upload/", upload)]
application = ASGIHandler()
