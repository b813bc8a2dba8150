"""Django's name for this folder."""

from django.apps import AppConfig


class FrontdoorConfig(AppConfig):
    name = "goldthread.frontdoor"
    label = "frontdoor"
