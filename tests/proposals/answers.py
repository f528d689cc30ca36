"""What a page said: its text, and what it found wrong in its form."""


def page(response) -> str:
    return response.content.decode()


def errors(response) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}
