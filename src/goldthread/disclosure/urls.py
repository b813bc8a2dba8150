"""The addresses of disclosure: one list from each module of views."""

from django.urls import URLPattern

app_name = "disclosure"
urlpatterns: list[URLPattern] = []
