import asyncio
import errno
import socket
from threading import Thread

from django.conf import settings
from django.core.exceptions import RequestAborted
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

MESSAGE_LIMIT = 16 * 1024
TICK_SECONDS = 15
SECONDS_TO_END = 5


class Command(BaseCommand):
    help = "Serves pages and sockets on HOST and PORT until it is stopped (SIGTERM or Ctrl-C)."

    def handle(self, *args, **options):
        from channels.routing import get_default_application
        from daphne.server import twisted_loop

        from red_inclusion.core import daphne_sockets

        _refuse_endless_redirects()
        daphne_sockets.install()
        twisted_loop.set_exception_handler(_overlook_who_left)
        endpoints = [_endpoint(address) for address in _free_addresses()]
        if not settings.REDIS_URL:
            # The only process there is: nobody else runs what the clock starts.
            Thread(target=call_command, args=["tick"], kwargs={"every": TICK_SECONDS}, daemon=True, name="tick").start()
        daphne_sockets.RoomServer(
            get_default_application(),
            endpoints=endpoints,
            websocket_max_message_size=MESSAGE_LIMIT,
            websocket_max_frame_size=MESSAGE_LIMIT,
            # A phone that went away without a word, or that stopped reading, is let go.
            ping_interval=10,
            ping_timeout=15,
            websocket_timeout=-1,
            server_name="",
            ready_callable=self.say_where,
        ).run()
        _end_what_is_left(twisted_loop)

    def say_where(self):
        self.stdout.write(f"\n  Red Inclusión: {settings.PUBLIC_ORIGIN}\n  Stop it with Ctrl-C.\n\n")
        self.stdout.flush()


def _refuse_endless_redirects() -> None:
    """We speak plain http; were every request sent to https with nobody in front to end it, none would arrive."""
    if settings.SECURE_SSL_REDIRECT and not settings.SECURE_PROXY_SSL_HEADER:
        raise CommandError("Pages answer over https only and no proxy is in front to end it: set TRUSTED_PROXIES.")


def _overlook_who_left(loop, context) -> None:
    """A reader gone before the end of her page is no error; asyncio would log it with a traceback."""
    if not isinstance(context.get("exception"), RequestAborted):
        loop.default_exception_handler(context)


def _end_what_is_left(loop) -> None:
    """See every request that the stop cut short to its end: left to the interpreter's last collection, one can
    crash it."""
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.wait(left, timeout=SECONDS_TO_END))


def _free_addresses() -> list[str]:
    """The addresses to listen on, tried first: daphne itself would only log that a port is taken."""
    addresses = [address for address in settings.BIND_ADDRESSES if _can_bind(address)]
    if not addresses:
        raise CommandError(f"This machine has none of the addresses {', '.join(settings.BIND_ADDRESSES)}.")
    return addresses


def _can_bind(address: str) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, settings.PORT))
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise CommandError(f"Port {settings.PORT} is taken or not allowed: choose another with PORT=….") from None
        return False
    return True


def _endpoint(address: str) -> str:
    return f"tcp:port={settings.PORT}:interface={address.replace(':', chr(92) + ':')}"
