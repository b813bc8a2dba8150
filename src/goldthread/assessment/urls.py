"""The addresses of assessment: one list from each module of views."""

from django.urls import URLPattern

app_name = "assessment"
urlpatterns: list[URLPattern] = []
