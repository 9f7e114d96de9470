"""Single sign-on by OpenID Connect, on top of django-allauth."""
