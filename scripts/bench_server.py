"""The server that is measured: the real one, with one socket more that only echoes, beside and without our layers."""

import json
import os

import django
from channels.generic.websocket import AsyncWebsocketConsumer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "red_inclusion.settings.development")

ECHO_PATH = "/ws/echo/"


class Echo(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.send(text_data=json.dumps(json.loads(text_data)))


def main() -> None:
    django.setup()
    from django.core.management import call_command

    from red_inclusion import asgi

    room, echo = asgi.application, Echo.as_asgi()

    async def application(scope, receive, send):
        await (echo if scope["path"] == ECHO_PATH else room)(scope, receive, send)

    asgi.application = application
    call_command("serve")


if __name__ == "__main__":
    main()
