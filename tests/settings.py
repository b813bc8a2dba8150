"""The service's own settings, with what a test does differently."""

import os

os.environ.pop("DATABASE_URL", None)  # a test never touches a database that it was not meant for

from goldthread.config.settings import *  # noqa: F403
from goldthread.config.settings import DATABASES, MIDDLEWARE, STORAGES

DATABASES["default"]["OPTIONS"].pop("pool", None)  # a pool would hold on to a database that is to be dropped
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
_COLLECTED = "whitenoise.middleware.WhiteNoiseMiddleware"  # nothing is collected here: Django serves it
MIDDLEWARE = ["tests.html.strict", "tests.walled.raised", *(one for one in MIDDLEWARE if one != _COLLECTED)]
# A test's own hands are behind no wall, like the worker's; every request that it sends is (tests/walled.py).
DATABASES["default"]["OPTIONS"]["options"] = "-c goldthread.purpose=work"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
