"""Proving who one is, as people do before something sensitive."""

from django.test import Client
from django.urls import reverse


def prove(client: Client) -> None:
    """The click of a demonstration: for ten minutes, what asks for a fresh proof opens."""
    assert client.post(reverse("signin:again")).status_code == 302
