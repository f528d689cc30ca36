"""What every answer tells the browser to refuse: pages, errors, redirects and files alike."""

from django.conf import settings

from red_inclusion.core.both_ways import BothWays

# A file is not a page: opened by itself it may load, frame and send nothing.
POLICY_OF_FILES = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

USED = {
    "clipboard-write": "(self)",  # «Copy» beside a link
    "publickey-credentials-create": "(self)",  # passkeys
    "publickey-credentials-get": "(self)",
}
UNUSED = (
    "accelerometer",
    "autoplay",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS_POLICY = ", ".join(f"{name}={who}" for name, who in sorted((dict.fromkeys(UNUSED, "()") | USED).items()))


class SafetyHeaders(BothWays):
    """The outermost middleware, because static files and refused hosts never reach the ones inside."""

    def __call__(self, request):
        if self.is_awaited:
            return self._answer_later(request)
        return _with_headers(self.get_response(request))

    async def _answer_later(self, request):
        return _with_headers(await self.get_response(request))


def _with_headers(response):
    response.setdefault("Content-Security-Policy", POLICY_OF_FILES)
    response.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
    response.setdefault("X-Content-Type-Options", "nosniff")
    response.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
    response.setdefault("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY)
    response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
    return response
