"""What went wrong in a browser while a test looked at something else."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

SEE_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`refused by the policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
LOCAL_SCHEMES = ("data", "blob", "about")


class Watch:
    """Every request to another host, error on the console and breach of the content policy of one context.

    A test that visits a page which refuses (404, 403) says so with `expects_refusals`.
    """

    def __init__(self, context: BrowserContext, origin: str):
        self.host = urlsplit(origin).netloc
        self.troubles: list[str] = []
        self.expects_refusals = False
        context.add_init_script(SEE_VIOLATIONS)
        context.on("request", self._see_request)
        context.on("console", self._see_console)
        context.on("weberror", lambda error: self.troubles.append(f"script error: {error.error}"))
        context.on("page", self._see_page)

    def _see_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in LOCAL_SCHEMES and parts.netloc != self.host:
            self.troubles.append(f"request left for {request.url}")

    def _see_page(self, page: Page) -> None:
        page.on("websocket", lambda socket: self._see_socket(socket.url))

    def _see_socket(self, url: str) -> None:
        if urlsplit(url).netloc != self.host:
            self.troubles.append(f"socket to {url}")

    def _see_console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        if self.expects_refusals and message.text.startswith("Failed to load resource"):
            return
        self.troubles.append(f"console: {message.text} ({message.location['url']})")
