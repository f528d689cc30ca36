import pytest

from red_inclusion.core.bodiless import without_body_for_head

START = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"6")]}
PIECES = [
    {"type": "http.response.body", "body": b"abc", "more_body": True},
    {"type": "http.response.body", "body": b"def"},
]


async def page(scope, receive, send):
    for message in (START, *PIECES):
        await send(message)


async def answer_to(method: str) -> list[dict]:
    sent = []

    async def send(message):
        sent.append(message)

    await without_body_for_head(page)({"type": "http", "method": method}, None, send)
    return sent


@pytest.mark.parametrize(
    ("method", "body"), [("HEAD", [{"type": "http.response.body", "body": b""}]), ("GET", PIECES), ("POST", PIECES)]
)
async def test_only_the_answer_to_head_loses_its_body(method, body):
    assert await answer_to(method) == [START, *body]
