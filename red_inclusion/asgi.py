"""The whole site, pages and sockets, for any ASGI server."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "red_inclusion.settings.development")
http_application = get_asgi_application()

# Only now are the apps loaded that the sockets import.
from channels.routing import ProtocolTypeRouter  # noqa: E402

from red_inclusion.core.bodiless import without_body_for_head  # noqa: E402
from red_inclusion.routing import websocket_application  # noqa: E402

application = ProtocolTypeRouter({"http": without_body_for_head(http_application), "websocket": websocket_application})
