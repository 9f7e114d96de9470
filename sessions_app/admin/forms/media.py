"""The script of the admin's forms: one module, allowed by the strict content policy."""

from __future__ import annotations

from django.forms import Script

ADMIN_FORMS = [Script("contactcenter/admin_forms.js", type="module")]
