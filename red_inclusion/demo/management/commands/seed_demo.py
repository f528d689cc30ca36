import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from red_inclusion.demo.building import build_demo, is_somebody_elses
from red_inclusion.demo.sessions import write_sessions
from red_inclusion.notifications.actions import quietly

PEOPLE = 12


class Command(BaseCommand):
    help = "Build the demo network, or complete it. Repeatable; may run beside a live server."

    def add_arguments(self, parser):
        parser.add_argument("--people", type=_count, default=PEOPLE, help="members in the meeting in session")
        parser.add_argument("--needs", type=_count, default=0, help="needs in all, at least")
        parser.add_argument("--json", action="store_true", help="last line of stdout: the ids, as JSON")
        parser.add_argument("--sessions", type=Path, help="write {email: 'name=value'} of working session cookies")
        parser.add_argument("--force", action="store_true", help="also outside development")

    def handle(self, *args, people, needs, sessions, force, **options):
        if settings.PROFILE == "production" and not force:
            raise CommandError("This fills the database with invented data. Outside development, add --force.")
        if is_somebody_elses() and not force:
            raise CommandError("This database holds a network that is not the demo. To add it all the same: --force.")
        # What happened long ago is no news in anybody's mailbox.
        with quietly():
            ids = build_demo(people=people, needs=needs, tell=self._tell)
        if sessions:
            self._tell(f"{write_sessions(sessions)} sessions written")
        if options["json"]:
            self.stdout.write(json.dumps(ids))

    def _tell(self, line: str) -> None:
        self.stderr.write(line)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError("a count is not negative")
    return number
