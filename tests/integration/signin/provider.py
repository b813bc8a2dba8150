"""An OpenID provider of our own, inside the test: it answers the service's requests without a network."""

import json
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from requests import PreparedRequest, Response, Session
from requests.adapters import BaseAdapter

ISSUER = "https://login.example.org/tenant/v2.0"
CLIENT, SECRET = "goldthread", "not-so-secret"
KEY = ec.generate_private_key(ec.SECP256R1())


@dataclass
class Provider(BaseAdapter):
    """`says` is what it tells of whoever signs in; `asked` what the service asked of it."""

    says: dict[str, Any]
    asked: dict[str, str] = field(default_factory=dict)
    challenge: str = ""

    def session(self) -> Session:
        """What the service's library gets in place of the network."""
        session = Session()
        session.mount("https://", self)
        return session

    def sign_in(self, address: str) -> str:
        """Somebody is sent here, and signs in; where they are sent back to."""
        self.asked = dict(parse_qsl(urlsplit(address).query))
        assert self.asked["code_challenge_method"] == "S256"
        return f"/sign-in/council/council/back/?code=abc&state={self.asked['state']}"

    def send(self, request: PreparedRequest, *_: Any, **__: Any) -> Response:
        """Its pages: the description of itself, and the tokens."""
        assert request.url
        if request.url.endswith("/.well-known/openid-configuration"):
            return _answer(request, self.about())
        assert request.url == f"{ISSUER}/token"
        sent = {name: texts[0] for name, texts in parse_qs(str(request.body)).items()}
        assert (sent["client_id"], sent["client_secret"], sent["code"]) == (CLIENT, SECRET, "abc")
        proof = urlsafe_b64encode(sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        assert proof == self.asked["code_challenge"], "PKCE"
        return _answer(request, {"access_token": "x", "token_type": "Bearer", "id_token": self.token()})

    def about(self) -> dict[str, Any]:
        """The description of itself."""
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": ISSUER, "token_endpoint_auth_methods_supported": ["client_secret_post"]} | {
            name: f"{ISSUER}/{place}" for name, place in places.items()
        }

    def token(self) -> str:
        """What it says of them, signed."""
        at = int(time.time())
        claims = {"iss": ISSUER, "aud": CLIENT, "iat": at, "exp": at + 300, **self.says}
        return jwt.encode(claims, KEY, "ES256", headers={"kid": "one"})

    def close(self) -> None:
        """Nothing is open."""


def _answer(request: PreparedRequest, body: dict[str, Any]) -> Response:
    response = Response()
    response.status_code, response.url = 200, request.url or ""
    response.headers["content-type"] = "application/json"
    response._content = json.dumps(body).encode()
    return response
