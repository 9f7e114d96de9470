"""Addresses of the API: one for each path of the declared endpoints, and its documentation."""

from __future__ import annotations

import re

from django.urls import path

from api import views
from api.resources import clients, invitations, operators, reports, sessions
from api.rest.dispatch import no_such_address, view_of
from api.rest.endpoint import ENDPOINTS

RESOURCES = (sessions, invitations, operators, reports, clients)
"""Imported so that they declare their endpoints."""

PATHS = list(dict.fromkeys(found.path for found in ENDPOINTS))
urlpatterns = [
    path("", views.docs, name="api-docs"),
    path("openapi.json", views.openapi, name="api-openapi"),
    *[path("v1" + re.sub(r"{(\w+)}", r"<str:\1>", each), view_of(each)) for each in PATHS],
    path("v1/", no_such_address),
    path("v1/<path:rest>", no_such_address),
]
