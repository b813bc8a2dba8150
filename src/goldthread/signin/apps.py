"""Django's name for this folder."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "goldthread.signin"
    label = "signin"
