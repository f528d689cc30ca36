"""Where there is no mail server mails are files; what is taken out of the outbox goes from that folder too."""

import email
import email.policy
from pathlib import Path

from django.conf import settings

from red_inclusion.core.words import Words


def remove_files_with(words: Words) -> int:
    """The files of which an address, the subject or the text hold any of `words`; how many."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder or not Path(folder).is_dir():
        return 0
    found = [path for path in sorted(Path(folder).iterdir()) if path.is_file() and words.are_in(_said(path))]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _said(path: Path) -> str:
    """All mails of one file, decoded."""
    parts = []
    for written in path.read_bytes().split(b"-" * 79):
        mail = email.message_from_bytes(written.strip(), policy=email.policy.default)
        parts += [str(mail.get(name, "")) for name in ("Subject", "To", "Cc", "Bcc")]
        parts += [str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join(parts)
