"""Names of the admin's sections and purposes of its lists, for templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.utils.safestring import SafeString

from contactcenter.admin_sections import PURPOSES, SECTIONS, Words

register = template.Library()


@register.filter
def section_name(opts: Any) -> Words:
    """Return the name of the section a model's list is in."""
    return next(
        (section.name for section in SECTIONS for item in section.items if item.target == opts.label_lower),
        SECTIONS[-1].name,
    )


@register.filter
def purpose(opts: Any) -> Words:
    """Return what a model's list is for; empty if nobody wrote it."""
    return PURPOSES.get(opts.label_lower, "")


@register.filter
def add_url_name(opts: Any) -> str:
    return str(admin_urlname(opts, SafeString("add")))
