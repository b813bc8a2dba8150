"""Django's settings, read from the environment once, at the start."""

from pathlib import Path

import csp.constants as csp

from goldthread.config import authorities, database, env, identity_provider, secret
from goldthread.config.paths import ASSETS, FONTS, ROOT, SOURCE, STATIC, UPLOADS, VAR

# --- This installation ------------------------------------------------------------------------------------
GOLDTHREAD_AUTHORITY = authorities.here()
# A demonstration runs on a laptop, on our own database, with invented people who sign in at one click.
GOLDTHREAD_DEMO = env.flag("GOLDTHREAD_DEMO", default=database.is_our_own())
# The folder with the procedure documents themselves, where they are at hand; otherwise None.
GOLDTHREAD_SOURCES = env.folder("GOLDTHREAD_SOURCES", default=ROOT.parent / "shared" / "seeds")
GOLDTHREAD_PACKS = env.folder("GOLDTHREAD_PACKS") or ROOT / "packs"
# In a demonstration, the other authorities on this machine, each at a port of its own.
GOLDTHREAD_NEIGHBOURS = authorities.neighbours(GOLDTHREAD_PACKS) if GOLDTHREAD_DEMO else {}

DEBUG = False
SECRET_KEY = secret.key(demo=GOLDTHREAD_DEMO)
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.words("GOLDTHREAD_HOSTS", LOCAL_HOSTS)

# --- Parts, from the bottom up ----------------------------------------------------------------------------
# The modules that derive tables from entries: each has `project(entry)` and `DERIVED`.
LEDGER_PROJECTIONS = ["goldthread.people.projection", "goldthread.access.projection"]
# The links at the head of a page: (text, URL name, the capability that shows it, the door that the pack must
# have: a form of that purpose, or a step of that id that is always open; none in particular when empty).
GOLDTHREAD_NAVIGATION: list[tuple[str, str, str, str]] = [
    ("Worklist", "casefile:worklist", "read_record", ""),
    ("My teams", "casefile:team", "see_team_work", ""),
    ("Conferences", "casefile:conferences", "read_record", "step:initial_conference"),
    ("Contacts", "frontdoor:desk", "route", ""),
    ("New contact", "frontdoor:telephone", "take_contact", "telephone_contact"),
    ("Consultations", "frontdoor:hub", "advise", "consultation"),
    ("Information", "disclosure:desk", "answer_requests", "information_request"),
    ("Early help", "earlyhelp:families", "record_work", "step:early_help_episode"),
    ("Families I lead", "earlyhelp:led", "lead_family", "step:early_help_episode"),
    ("Find a person", "casefile:search", "search_people", ""),
    ("On record twice", "casefile:records", "merge_records", ""),
    ("My requests", "frontdoor:requests", "send_request", "professional_request"),
    ("Asked of us", "web:asked_of_us", "send_request", ""),
    ("Allegations", "allegations:desk", "handle_allegations", "step:allegation"),
    ("Report an allegation", "allegations:mine", "send_request", "step:allegation"),
    ("Outbox", "casefile:outbox", "see_outbox", ""),
    ("Accounts", "signin:accounts", "manage_accounts", ""),
    ("Retention", "retention:board", "keep_records", ""),
    ("Opened in an emergency", "privacy:team", "oversee_records", ""),
    ("Access", "privacy:desk", "review_access", ""),
]
# What else a child's page leads to: the words, the name of an address that takes the child's id, the door.
GOLDTHREAD_CHILD_DOORS: list[tuple[str, str, str]] = [
    ("Early help", "earlyhelp:family", "step:early_help_episode"),
    ("Professional disagreements", "earlyhelp:disagreements", "step:escalation"),
    ("What others asked about this person", "disclosure:of_child", "step:information_request"),
    ("Consent", "disclosure:consent", ""),
    ("What was shared, and with whom", "disclosure:shared", ""),
    ("Copies of the record for somebody", "disclosure:redactions", ""),
    ("Explain to the family what happens", "records:told", ""),
    ("Representations and complaints", "records:complaints", ""),
    ("Put the whole record together", "records:record_set", ""),
    ("Rights and retention", "retention:of_person", ""),
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "goldthread.accounts",
    "goldthread.ledger",
    "goldthread.people",
    "goldthread.access",
    "goldthread.documents",
    "goldthread.web",
    "goldthread.signin",
    "goldthread.casefile",
    "goldthread.frontdoor",
    "goldthread.assessment",
    "goldthread.protection",
    "goldthread.earlyhelp",
    "goldthread.allegations",
    "goldthread.disclosure",
    "goldthread.records",
    "goldthread.retention",
    "goldthread.manual",
    "goldthread.privacy",
    "goldthread.config",
]
MIDDLEWARE = [
    "goldthread.web.middleware.headers",  # outermost: what it adds stands on redirects and static files too
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "goldthread.web.middleware.bad_input",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "goldthread.web.sessions.SessionRules",
    "goldthread.web.middleware.Traced",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "goldthread.config.urls"
CSRF_FAILURE_VIEW = "goldthread.web.errors.forged"
WSGI_APPLICATION = "goldthread.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "OPTIONS": {"environment": "goldthread.web.jinja.environment"},
    },
    {  # only for allauth's own pages and messages; ours above win
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# --- The database -----------------------------------------------------------------------------------------
DATABASES = {"default": database.settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Signing in -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "goldthread.signin.passwords.LocalWords"},
]
GOLDTHREAD_PASSWORD_WORDS = env.words("GOLDTHREAD_PASSWORD_WORDS")  # more that no password may hold
LOGIN_URL = "signin:sign_in"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "goldthread.signin.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator makes the accounts; nobody signs up
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_TEMPLATE_EXTENSION = "html.jinja"
ACCOUNT_FORMS = {"reset_password": "goldthread.signin.forms.ResetPassword"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # as web.proof.LATELY
MFA_ADAPTER = "goldthread.signin.adapters.Factors"
MFA_FORMS = {
    "authenticate_webauthn": "goldthread.signin.forms.Authenticate",
    "login_webauthn": "goldthread.signin.forms.Login",
    "add_webauthn": "goldthread.signin.forms.AddPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Goldthread"
MFA_TOTP_TOLERANCE = 1  # clocks may be half a minute apart
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey is two factors: the device, and a finger, face or PIN
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = GOLDTHREAD_DEMO  # localhost
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 12
SOCIALACCOUNT_ADAPTER = "goldthread.signin.adapters.Council"
SOCIALACCOUNT_STORE_TOKENS = False
GOLDTHREAD_SSO_NAME = env.text("GOLDTHREAD_SSO_NAME", "council account")
GOLDTHREAD_SSO_ACR = env.words("GOLDTHREAD_SSO_ACR")  # what says that a second factor was used, besides `amr`
GOLDTHREAD_SSO_DOMAINS = env.words("GOLDTHREAD_SSO_DOMAINS")  # of addresses that the provider vouches for
GOLDTHREAD_SSO_GROUPS = identity_provider.groups()
SOCIALACCOUNT_PROVIDERS = identity_provider.providers(GOLDTHREAD_SSO_NAME, GOLDTHREAD_SSO_ACR)
# A whole office may stand behind one address: what is strict goes by account, what is wide by address.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/5m/key",
    "reset_password": "60/h/ip,5/h/key",
    "reset_password_from_key": "60/m/ip",
    "change_password": "5/m/user",
}
GOLDTHREAD_LIMITS = {"report": "60/h/ip", "report_code": "30/h/ip"}  # of the form for the public
MFA_RATE_LIMITS = {"webauthn_login": "100/m/ip"}
CACHES = {
    "default": {  # what throttling counts, for all processes
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "signin_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# Authorities that share a machine may share its name, and browsers do not tell ports apart.
SESSION_COOKIE_NAME = f"{'' if GOLDTHREAD_DEMO else '__Host-'}goldthread-{GOLDTHREAD_AUTHORITY}"
CSRF_COOKIE_NAME = f"{SESSION_COOKIE_NAME}-form"
CSRF_COOKIE_AGE = None  # it ends with the browser, like the session: no trace of the visit stays
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Safe on the wire -------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not GOLDTHREAD_DEMO
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# What programs ask answers as it is asked: a check of health follows no redirect (ASVS 4.1.2).
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|version|metrics)$"]
SECURE_HSTS_SECONDS = 0 if GOLDTHREAD_DEMO else 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not GOLDTHREAD_DEMO
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
GOLDTHREAD_BEHIND_PROXY = env.flag("GOLDTHREAD_BEHIND_PROXY", default=False)
if GOLDTHREAD_BEHIND_PROXY:  # a proxy that ends TLS, and sets this header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # the address that it adds to X-Forwarded-For is the visitor's
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.NONE],
        "script-src": [csp.SELF, csp.NONCE],
        "style-src": [csp.SELF],
        "img-src": [csp.SELF],
        "font-src": [csp.SELF],
        "connect-src": [csp.SELF],
        "manifest-src": [csp.SELF],
        "form-action": [csp.SELF, *identity_provider.origins()],
        "base-uri": [csp.NONE],
        "frame-ancestors": [csp.NONE],
        "object-src": [csp.NONE],
    }
}

# --- What proves that nothing was changed -----------------------------------------------------------------
# Where the heads of the audit trail's seals are written down. In earnest: on another machine.
GOLDTHREAD_WITNESS = Path(env.text("GOLDTHREAD_WITNESS") or VAR / "witness" / f"{GOLDTHREAD_AUTHORITY}.txt")

# --- What comes in ----------------------------------------------------------------------------------------
GOLDTHREAD_MAX_UPLOAD = env.number("GOLDTHREAD_MAX_UPLOAD_MB", default=20, low=1, high=200) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # the fields of a form, without files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000  # a family of many children on one form
DATA_UPLOAD_MAX_NUMBER_FILES = 20
MEDIA_ROOT = UPLOADS / GOLDTHREAD_AUTHORITY
GOLDTHREAD_CLAMD = env.text("GOLDTHREAD_CLAMD")  # the virus scanner: host:port, or the path of its socket

# --- What goes out ----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = STATIC
STATICFILES_DIRS = [*sorted(SOURCE.glob("*/static")), *([ASSETS] if ASSETS.is_dir() else [])]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # our pages alone use them (ASVS 3.4.2)
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
GOLDTHREAD_MAIL = env.choice(
    "GOLDTHREAD_MAIL", "outbox" if GOLDTHREAD_DEMO else "smtp", {"outbox", "smtp", "notify"}
)
EMAIL_HOST = env.text("GOLDTHREAD_SMTP_HOST", "localhost")
EMAIL_PORT = env.number("GOLDTHREAD_SMTP_PORT", default=25, low=1, high=65535)
EMAIL_HOST_USER = env.text("GOLDTHREAD_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("GOLDTHREAD_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("GOLDTHREAD_SMTP_TLS", default=not GOLDTHREAD_DEMO)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("GOLDTHREAD_MAIL_FROM", "goldthread@example.org")
GOLDTHREAD_NOTIFY_KEY = env.text("GOLDTHREAD_NOTIFY_KEY")
GOLDTHREAD_NOTIFY_TEMPLATE = env.text("GOLDTHREAD_NOTIFY_TEMPLATE")
GOLDTHREAD_NOTIFY_PAPER_TEMPLATE = env.text("GOLDTHREAD_NOTIFY_PAPER_TEMPLATE")
GOLDTHREAD_FONTS = FONTS  # of the documents that leave: scripts/build_assets.py puts them there

# --- Words and times --------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

# Hosts that the service may call besides those that other settings name: config/egress.py refuses the rest.
GOLDTHREAD_EGRESS = env.words("GOLDTHREAD_EGRESS")

# --- Watched from outside ---------------------------------------------------------------------------------
GOLDTHREAD_COMMIT = env.text("GOLDTHREAD_COMMIT")  # which version runs, for /version
GOLDTHREAD_METRICS_TOKEN = env.text("GOLDTHREAD_METRICS_TOKEN")  # without one, for this machine alone
_LOG_STYLES = {"json": "goldthread.config.logs.Nameless", "plain": "goldthread.config.logs.Plain"}
_LOG_STYLE = env.choice("GOLDTHREAD_LOG_STYLE", "plain" if GOLDTHREAD_DEMO else "json", _LOG_STYLES)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"nameless": {"()": _LOG_STYLES[_LOG_STYLE]}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "nameless"}},
    "root": {
        "handlers": ["stderr"],
        "level": env.text("GOLDTHREAD_LOG", "WARNING" if GOLDTHREAD_DEMO else "INFO").upper(),
    },
    # Django's own handlers would write addresses and whole requests, and mail them.
    "loggers": {"django": {"handlers": [], "level": "NOTSET", "propagate": True}},
}
