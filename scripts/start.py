"""`make run`, once the environment is there: everything up to a page that answers, then serve."""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "red_inclusion.settings.development")

WHO_SIGNS_IN = """
  Sign in at {origin}/accounts/login/ with the password demo-inclusion as
    lead@demo.example           leads the area Empleo y Formación
    person-001@demo.example     takes part in it (002, 003 … too)
    coordination@demo.example   coordinates the network
    observer@demo.example       reads
    outsider@demo.example       belongs to another area
  or ask for a code: mails are written to {mail}
"""


def main() -> None:
    from scripts.messages import compile_all

    compile_all()

    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(f"Cannot start: {error}")
    collect_static_files()
    bring_up_database()

    from django.core.management import CommandError, call_command

    try:
        call_command("serve")
    except CommandError as error:
        sys.exit(f"Cannot start: {error}")


def collect_static_files() -> None:
    from django.conf import settings
    from django.core.management import call_command

    if settings.DEBUG:
        return
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    fingerprint = static_fingerprint(settings.STATICFILES_DIRS)
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    print("Collecting static files …", flush=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint)


def static_fingerprint(folders: list[Path]) -> str:
    digest = hashlib.sha256((ROOT / "requirements" / "run.txt").read_bytes())
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return digest.hexdigest()


def bring_up_database() -> None:
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    print("Bringing the database up to date …", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    people = get_user_model().objects
    if settings.DEMO and not people.exists():
        print("Building the demo network …", flush=True)
        call_command("seed_demo")
    if people.filter(email="lead@demo.example").exists():
        mail = getattr(settings, "EMAIL_FILE_PATH", "the mail server you set")
        print(WHO_SIGNS_IN.format(origin=settings.PUBLIC_ORIGIN, mail=mail), flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
