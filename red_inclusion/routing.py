"""The sockets. A path that leads nowhere is turned away at the handshake, without a traceback."""

from channels.routing import URLRouter
from django.urls import re_path

from meetings.routing import websocket_urlpatterns
from red_inclusion.core.origins import OriginGate, turn_away

websocket_application = OriginGate(URLRouter([*websocket_urlpatterns, re_path("", turn_away)]))
