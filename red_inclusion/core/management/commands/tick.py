import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from red_inclusion.core import jobs


class Command(BaseCommand):
    help = "Runs what is due once (for cron), or for ever with --every."

    def add_arguments(self, parser):
        parser.add_argument("--every", type=int, metavar="SECONDS", help="keep running, with this pause between")

    def handle(self, *args, every=None, **options):
        if not every:
            return self.report(jobs.run_all())
        while True:
            jobs.run_all()
            close_old_connections()
            time.sleep(every)

    def report(self, outcomes: dict[str, bool]) -> None:
        for name, went_well in outcomes.items():
            self.stdout.write(f"{'done' if went_well else 'FAILED'}: {name}")
