"""What this app, and those that sign people in, keep of people."""

from django.conf import settings

from red_inclusion.core.personal_data import Rows, Text, declare

LANGUAGES = dict(settings.LANGUAGES)
ABOUT_HER = ("email", "name", "language", "date_joined", "last_login", "terms_version", "terms_accepted_at")


def declare_all() -> None:
    declare(
        "accounts.User",
        of="pk",
        told=ABOUT_HER,
        said={"language": lambda person: LANGUAGES.get(person.language, person.language)},
        password=Text.HERS,
        email=Text.HERS,
        name=Text.HERS,
        language=Text.HERS,
    )
    declare("accounts.User_groups", user=Rows.HERS, told=())
    declare("accounts.User_user_permissions", user=Rows.HERS, told=())
    declare(
        "accounts.Device",
        person=Rows.HERS,
        told=("browser", "system", "since", "last_seen"),
        session_key=Text.HERS,
        browser=Text.HERS,
        system=Text.HERS,
    )
    declare("account.EmailAddress", user=Rows.HERS, told=("email", "verified", "primary"), email=Text.HERS)
    declare("account.EmailConfirmation", of="email_address__user", told=(), key=Text.HERS)
    declare("mfa.Authenticator", user=Rows.HERS, told=("type", "created_at", "last_used_at"), data=Text.HERS)
    declare("auth.Permission", name=Text.PLAIN, codename=Text.PLAIN)
    declare("auth.Group", name=Text.PLAIN)
    declare("contenttypes.ContentType", app_label=Text.PLAIN, model=Text.PLAIN)
    # Found by the devices; signed, and of no use once she has signed out.
    declare("sessions.Session", session_key=Text.HERS, session_data=Text.HERS)
