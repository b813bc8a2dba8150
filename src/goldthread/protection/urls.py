"""The addresses of child protection: one list from each module of views."""

from django.urls import URLPattern

app_name = "protection"
urlpatterns: list[URLPattern] = []
