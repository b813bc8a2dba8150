"""The service's own settings, with what a test does differently."""

import os

os.environ.pop("DATABASE_URL", None)  # a test never touches a database that it was not meant for

from goldthread.config.settings import *  # noqa: F403
from goldthread.config.settings import DATABASES, MIDDLEWARE, STORAGES

DATABASES["default"]["OPTIONS"].pop("pool", None)  # a pool would hold on to a database that is to be dropped
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")  # nothing is collected: Django serves it
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MIDDLEWARE = ["tests.html.strict", *MIDDLEWARE]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
