"""A page as it is met without scripts: neither what is hidden nor what templates keep for scripts."""

from html.parser import HTMLParser

from django.urls import reverse

ENGLISH = {"accept-language": "en"}


class Parts(HTMLParser):
    VOID = frozenset({"input", "meta", "link", "br", "img", "hr", "wbr", "rect", "circle", "path", "use"})

    def __init__(self, page: str):
        super().__init__()
        self.stack: list[bool] = []
        self.tags: list[tuple[str, dict]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        seen = all(self.stack) and tag not in ("template", "head") and "hidden" not in attributes
        if seen:
            self.tags.append((tag, attributes))
        if tag not in self.VOID:
            self.stack.append(seen)

    def handle_startendtag(self, tag, attrs):
        if all(self.stack):
            self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in self.VOID and self.stack:
            self.stack.pop()

    def handle_data(self, data):
        if all(self.stack) and data.strip():
            self.words.append(" ".join(data.split()))

    def having(self, name: str, value: str | None = None) -> list[dict]:
        return [each for _, each in self.tags if name in each and (value is None or each[name] == value)]

    def tagged(self, tag: str) -> list[dict]:
        return [each for name, each in self.tags if name == tag]

    def of_class(self, name: str) -> list[dict]:
        return [each for _, each in self.tags if name in (each.get("class") or "").split()]


def read(client, name: str, *args, **query) -> Parts:
    answer = client.get(reverse(f"meetings:{name}", args=args), query, headers=ENGLISH)
    assert answer.status_code == 200
    return Parts(answer.content.decode())


def ticked(parts: Parts) -> dict[str, str]:
    inputs = [each for each in parts.having("type", "radio") if "checked" in each]
    return {each["name"]: each["value"] for each in inputs}
