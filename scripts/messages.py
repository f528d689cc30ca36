"""The catalogues: `update` takes the strings out of the code, `compile` makes them usable, `check` judges them.

Strings are written in English in the code. The English catalogue repeats each of them as its own
translation, so that «complete» means the same for every language: no string without a text. Spanish
has two plural forms here; the third one of newer gettext tables, for whole millions, is never needed.
Sources are kept in git, sorted and without line numbers or dates, so that two branches seldom collide.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "red_inclusion" / "locale"
SOURCE_LANGUAGE = "en"
NOISE = ('"POT-Creation', '"PO-Revision', '"Generated-By', '"Last-Translator', '"Language-Team', '"Report-Msgid')
ALIASES = ("_t",)  # what `gettext` is also called, where `_` is the lazy one
NOT_OURS = (".venv", "var", "tests", "scripts", "node_modules", ".*")


def path_of(language: str, root: Path = ROOT) -> Path:
    return root / LOCALE.relative_to(ROOT) / language / "LC_MESSAGES" / "django.po"


def languages() -> list[str]:
    return sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def write(path: Path, catalog: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, catalog, width=0, no_location=True, omit_header=False, sort_output=True, ignore_obsolete=True)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(NOISE)))


def update(root: Path = ROOT) -> None:
    for language in languages():
        _extract(language, root)
        catalog = read(path_of(language, root))
        for message in catalog:
            _settle(message, language)
        write(path_of(language, root), catalog)


def _extract(language: str, root: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "red_inclusion.settings.test")
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.commands.makemessages import Command

    class MakeMessages(Command):
        xgettext_options = [*Command.xgettext_options, *(f"--keyword={alias}" for alias in ALIASES)]
        msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]

    settings.LOCALE_PATHS = [root / LOCALE.relative_to(ROOT)]
    before = Path.cwd()
    os.chdir(root)
    try:
        call_command(
            MakeMessages(),
            locale=[language],
            ignore_patterns=list(NOT_OURS),
            no_location=True,
            no_wrap=True,
            no_obsolete=True,
            verbosity=0,
        )
    finally:
        os.chdir(before)


def _settle(message, language: str) -> None:
    if not message.id:
        return
    if message.fuzzy:
        message.flags.discard("fuzzy")
        message.string = ("", "") if message.pluralizable else ""
    if language == SOURCE_LANGUAGE:
        message.string = message.id


def compile_all() -> None:
    for language in languages():
        source = path_of(language)
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_suffix(f".mo.{os.getpid()}")
        with draft.open("wb") as file:
            write_mo(file, read(source))
        draft.rename(target)


def missing(catalog: Catalog) -> list[str]:
    return [_first(message) for message in catalog if message.id and not _is_complete(message)]


def _is_complete(message) -> bool:
    texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return not message.fuzzy and all(texts)


def _first(message) -> str:
    return message.id[0] if message.pluralizable else message.id


def _keys(catalog: Catalog) -> set:
    return {(message.context, message.id) for message in catalog if message.id}


def check() -> list[str]:
    """What is wrong, as sentences; an empty list when every complete language is complete and fresh."""
    from red_inclusion.settings.base import LANGUAGES_COMPLETE

    problems = [f"{language}: there is no catalogue" for language in LANGUAGES_COMPLETE if language not in languages()]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "tree"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "var", "*.mo", "__pycache__", "node_modules"))
        update(copy)
        for language in languages():
            kept, fresh = read(path_of(language)), read(path_of(language, copy))
            if _keys(kept) != _keys(fresh):
                problems.append(f"{language}: not up to date, run `make messages`")
            problems += _problems(language, kept) if language in LANGUAGES_COMPLETE else []
    return problems


def _problems(language: str, catalog: Catalog) -> list[str]:
    broken = [f"{language}: {error} in {_first(message)!r}" for message, errors in catalog.check() for error in errors]
    return broken + [f"{language}: no translation of {text!r}" for text in missing(catalog)]


def main(verb: str) -> int:
    if verb == "compile":
        compile_all()
        return 0
    if shutil.which("xgettext") is None:
        print("GNU gettext is needed to read the strings out of the code: install the package gettext.")
        return 1
    if verb == "update":
        update()
        compile_all()
        for language in languages():
            print(f"{language}: {len(missing(read(path_of(language))))} without translation")
        return 0
    problems = check()
    print("\n".join(problems) or f"Catalogues complete: {', '.join(languages())}")
    return bool(problems)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1]))
