"""Who gets in, and what a browser is told to refuse. Shared by every profile."""

from csp.constants import NONE, SELF

from . import env

# Accounts: an e-mail address and a code sent to it, or a password; nobody signs up alone.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:my_work"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "red_inclusion.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    name: f"red_inclusion.accounts.forms.{form}"
    for name, form in {
        "login": "LoginForm",
        "request_login_code": "RequestLoginCodeForm",
        "confirm_login_code": "ConfirmLoginCodeForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "ResetPasswordKeyForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "add_email": "AddEmailForm",
        "reauthenticate": "ReauthenticateForm",
    }.items()
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# Coordination invites an address, and the code proves it: there is nothing left to verify at sign-in.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Forty people in one room share an address and sign in within a minute; each person has a limit of her own.
ACCOUNT_RATE_LIMITS = {"login": "100/m/ip", "request_login_code": "100/m/ip,3/m/key"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0, 0, 9)

MFA_ADAPTER = "red_inclusion.accounts.adapter.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "red_inclusion.accounts.forms.SecondStepForm",
    "reauthenticate": "red_inclusion.accounts.forms.SecondStepAgainForm",
    "activate_totp": "red_inclusion.accounts.forms.ActivateAppForm",
    "add_webauthn": "red_inclusion.accounts.forms.AddKeyForm",
    "edit_webauthn": "red_inclusion.accounts.forms.EditKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Red Inclusión"
# The code before and the one after count too: phones are not to the second, nor are people.
MFA_TOTP_TOLERANCE = 1

# Coordination sees and changes everything. Production turns it on; here it would stop every demo.
REQUIRE_MFA_FOR_COORDINATION = False

# Sessions and cookies: 90 days, because a phone in a meeting must just open.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 90 * 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Our own pages carry no inline script or style. The CMS does, so it has a policy of its own.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
