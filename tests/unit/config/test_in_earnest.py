"""What holds where real records are kept: settings of such a service, read in a process of their own."""

import json
import os
import subprocess
import sys
from functools import cache
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from goldthread.config.paths import ROOT

pytestmark = pytest.mark.takes(20)  # the first look starts a Python
_ASKED = (
    "DEBUG", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "SECURE_SSL_REDIRECT", "SECURE_REDIRECT_EXEMPT",
    "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "ACCOUNT_RATE_LIMITS",
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
)  # fmt: skip
_LOOK = f"""
import django, json
django.setup()
from django.conf import settings
from goldthread.config.access_page import addresses_with_rules
told = {{name: getattr(settings, name) for name in {_ASKED}}}
for kind in ("SESSION", "CSRF"):
    told[kind + "_COOKIE_SAMESITE"] = getattr(settings, kind + "_COOKIE_SAMESITE")
told["HASHER"] = settings.PASSWORD_HASHERS[0]
told["ADDRESSES"] = [address for address, _ in addresses_with_rules()]
print(json.dumps(told))
"""


@cache
def told() -> dict[str, Any]:
    """The settings of a service in earnest."""
    earnest = {
        "DJANGO_SETTINGS_MODULE": "goldthread.config.settings",
        "DATABASE_URL": "postgresql://goldthread_app@/nowhere",
        "GOLDTHREAD_SECRET_KEY": "x" * 60,
        "GOLDTHREAD_AUTHORITY": "hertfordshire",
        "GOLDTHREAD_HOSTS": "goldthread.example.org",
        "PYTHONPATH": str(ROOT / "src"),
    }
    own = {name: value for name, value in os.environ.items() if not name.startswith("GOLDTHREAD_")}
    done = subprocess.run(
        [sys.executable, "-c", _LOOK], env=own | earnest, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_cookies_are_for_this_host_over_https_alone() -> None:
    """ASVS 3.3.1 to 3.3.4."""
    for kind in ("SESSION", "CSRF"):
        assert told()[f"{kind}_COOKIE_NAME"].startswith("__Host-")
        assert told()[f"{kind}_COOKIE_SECURE"]
        assert told()[f"{kind}_COOKIE_HTTPONLY"]
        assert told()[f"{kind}_COOKIE_SAMESITE"] == "Lax"
    assert told()["SECURE_SSL_REDIRECT"]
    assert told()["SECURE_REDIRECT_EXEMPT"] == [r"^(healthz|readyz|version|metrics)$"]  # 4.1.2
    assert (told()["SECURE_HSTS_SECONDS"], told()["SECURE_HSTS_INCLUDE_SUBDOMAINS"]) == (31_536_000, True)


def test_debugging_cannot_be_turned_on() -> None:
    """ASVS 13.4.2."""
    assert told()["DEBUG"] is False


def test_what_is_for_demonstrations_is_not_there() -> None:
    """ASVS 15.2.3."""
    assert not [address for address in told()["ADDRESSES"] if address.startswith("/styleguide")]
    assert told()["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"] is False


def test_guessing_is_slowed_down_by_account_and_by_address() -> None:
    """ASVS 6.1.1 and 6.3.1."""
    assert "key" in told()["ACCOUNT_RATE_LIMITS"]["login_failed"]
    assert "ip" in told()["ACCOUNT_RATE_LIMITS"]["login_failed"]


def test_passwords_are_hashed_slowly() -> None:
    """ASVS 11.4.2."""
    assert told()["HASHER"].endswith("PBKDF2PasswordHasher")


def test_passwords_are_long_not_common_and_of_any_signs() -> None:
    """ASVS 6.2.1, 6.2.4, 6.2.5, 6.2.9."""
    for refused in ("short", "qwerty123456", "123456qwerty"):
        with pytest.raises(ValidationError):
            validate_password(refused)
    for taken in ("only small letters here", "ظظظظظظظظظظظظظ", "x" * 300 + "y"):
        validate_password(taken)
