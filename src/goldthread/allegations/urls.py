"""The addresses of allegations: one list from each module of views."""

from django.urls import URLPattern

app_name = "allegations"
urlpatterns: list[URLPattern] = []
