"""The addresses of early help: one list from each module of views."""

from django.urls import URLPattern

app_name = "earlyhelp"
urlpatterns: list[URLPattern] = []
