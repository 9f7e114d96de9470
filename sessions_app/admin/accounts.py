"""Accounts: for superusers. Supervisors do not see them, since who may change accounts may become anyone."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from sessions_app.models import User

admin.site.register(User, UserAdmin)
