"""Keys, cookies, headers, sign-in; unsafe combinations are refused with a reason."""

import secrets

from csp.constants import NONE, SELF

from commonweal.site.settings import environment as env
from commonweal.site.settings.core import BASE_URL, MODE, PLACE_NAME, VAR

_safe = MODE == "production"


def _key(name: str) -> str:
    """A secret from the environment; outside production one is made once and kept in the data folder."""
    value = env.text(name)
    if value:
        if _safe and len(value) < 50:
            env.refuse(name, "is too short", "give at least 50 random characters")
        return value
    if _safe:
        env.refuse(
            name,
            "is not set",
            "make one with `python -c 'import secrets; print(secrets.token_urlsafe(64))'` and keep it, since without "
            "it nothing that was sealed can be read again",
        )
    path = VAR / f"{name.lower()}.txt"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(64), encoding="utf-8")
        path.chmod(0o600)
    return path.read_text(encoding="utf-8")


SECRET_KEY = _key("SECRET_KEY")
SENSITIVE_KEY = _key("SENSITIVE_KEY")
ALLOWED_HOSTS = env.hosts("HOSTS", "" if _safe else "localhost,127.0.0.1,[::1],testserver")
if _safe and not ALLOWED_HOSTS:
    env.refuse("HOSTS", "is not set", "write the hosts of this place")
if _safe and "*" in ALLOWED_HOSTS:
    env.refuse("HOSTS", "cannot be *", "write the hosts of this place")
if _safe and not BASE_URL.startswith("https://"):
    env.refuse("BASE_URL", f"is {BASE_URL!r}", "it must begin with https:// in production")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if SESSION_COOKIE_SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if CSRF_COOKIE_SECURE else "csrf"
SESSION_ENGINE = "commonweal.site.requests.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_FAILURE_VIEW = "commonweal.site.requests.errors.csrf_failed"
CSRF_TRUSTED_ORIGINS = [BASE_URL] if _safe else []
# No other host of the same domain can plant a cookie with this prefix.
LANGUAGE_COOKIE_NAME = "__Host-language" if SESSION_COOKIE_SECURE else "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"

SECURE_SSL_REDIRECT = env.flag("SSL_REDIRECT", default=True) and _safe
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = 31_536_000 if _safe else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _safe
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# What every address takes; those that take files declare how much (`site.requests.bodies`).
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "commonweal.ground.identity.signing_in.passwords.MaximumLengthValidator"},
    {"NAME": "commonweal.ground.identity.signing_in.passwords.SequenceValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTH_USER_MODEL = "ground_identity.Person"
AUTHENTICATION_BACKENDS = ["commonweal.ground.identity.backend.AccountBackend"]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/dashboard/"
# Where people land who begin to work for an organisation.
STAFF_REDIRECT_URL = "/desk/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Seconds that what is sent by email opens an account (OWASP ASVS 2.7.2 allows ten minutes): a code to sign in, a code
# that confirms an address, a link to choose a new password.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 5 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = PASSWORD_RESET_TIMEOUT = 10 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
# There is no "remember me": IDLE_MINUTES and SESSION_HOURS end every session, and on a
# shared computer it must end with the browser.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "commonweal.ground.identity.signing_in.adapter.AccountAdapter"
# Notify people by email when a way to sign in to their account is changed.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 1
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# By address these are generous, since a school or a library shares one; tries at passwords and requests for codes are
# counted by `identity.guessing`, too, as are codes of the second step. None counts by account or by email address, or
# others would use it up.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "120/m/ip",
    "signup": "60/m/ip",
    "confirm_email": "60/m/ip",
    "request_login_code": "60/m/ip",
    "reset_password": "60/m/ip",
    "reset_password_from_key": "60/m/ip",
}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_FORMS = {
    "authenticate": "commonweal.ground.identity.forms.SecondStep",
    "reauthenticate": "commonweal.ground.identity.forms.SecondStepAgain",
}
ACCOUNT_FORMS = {
    "login": "commonweal.ground.identity.forms.SignIn",
    "add_email": "commonweal.ground.identity.forms.AddAddress",
    "signup": "commonweal.ground.identity.forms.SignUp",
    "request_login_code": "commonweal.ground.identity.forms.RequestLoginCode",
    "reset_password": "commonweal.ground.identity.forms.ResetPassword",
}
MFA_ADAPTER = "commonweal.ground.identity.signing_in.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = PLACE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _safe
# Staff must use a second factor; in the demo they may look around without one.
STAFF_MFA_REQUIRED = env.flag("STAFF_MFA_REQUIRED", default=MODE != "demo")
if _safe and not STAFF_MFA_REQUIRED:
    env.refuse("STAFF_MFA_REQUIRED", "cannot be switched off in production", "take it away")
# How long a second factor counts for staff before it must be shown again.
STAFF_SESSION_HOURS = env.number("STAFF_SESSION_HOURS", 12, least=1, most=24)
# How long before it is asked for once more, where power is given: approvals, roles, keys.
SECOND_FACTOR_MINUTES = env.number("SECOND_FACTOR_MINUTES", 15, least=1, most=1440)
# For how long two managers must have been managers before they may replace a colleague's second factor.
FACTOR_REPLACEMENT_DAYS = env.number("FACTOR_REPLACEMENT_DAYS", 7, least=1, most=90)
# After how long without a request a session ends, and after how long in any case (OWASP ASVS 3.3.2).
IDLE_MINUTES = env.number("IDLE_MINUTES", 120, least=5, most=1440)
STAFF_IDLE_MINUTES = env.number("STAFF_IDLE_MINUTES", 30, least=5, most=120)
SESSION_HOURS = env.number("SESSION_HOURS", 12, least=1, most=168)
# Calls to private addresses are for tests and the demo's own fakes only.
OUTBOUND_PRIVATE = env.flag("OUTBOUND_PRIVATE", default=False)
if _safe and OUTBOUND_PRIVATE:
    env.refuse("OUTBOUND_PRIVATE", "cannot be switched on in production", "take it away")
CLAMAV = env.host_and_port("CLAMAV")
# Megabytes of the disk that stay free when people send files, for the database, logs and messages.
DISK_RESERVE = env.number("DISK_RESERVE", 500)
# How many proxies of our own add to X-Forwarded-For; only `kernel.callers` reads it.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0, most=10)
METRICS_TOKEN = env.text("METRICS_TOKEN")
