"""`make check`: everything a machine can say about the code without running it. All of it, then the verdict."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "red_inclusion.settings.test")

BIN = Path(sys.executable).parent
OURS = ("red_inclusion", "needs", "meetings", "proposals")
TYPED = ("actions", "policies", "querysets", "protocol", "events")
INLINE = re.compile(
    r"""<style[\s>]|\sstyle=|\son[a-z]+=["']|<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>""", re.IGNORECASE
)
# Written with a class in each word, so that this line does not find itself.
FOREIGN = re.compile(
    r"pyp[i]\.org|python[h]osted|npm[j]s\.org|unpk[g]\.com|js[d]elivr|cdn[j]s|deb\.d[e]bian|/wor[k]/|/farm[/]|/roo[t]/|/hom[e]/"
)


def main() -> int:
    failed = [name for name, step in STEPS.items() if not _passes(name, step)]
    print(f"\nmake check: {'failed: ' + ', '.join(failed) if failed else 'all well'}")
    return bool(failed)


def _passes(name: str, step) -> bool:
    problems = step()
    print(f"{'✗' if problems else '✓'} {name}", flush=True)
    for line in problems:
        print(f"    {line}", flush=True)
    return not problems


def tool(*command: str) -> list[str]:
    """What a tool complains of; nothing when it is content."""
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).splitlines() or ["failed"] if done.returncode else []


def manage(*command: str) -> list[str]:
    return tool("python", "manage.py", *command)


def types() -> list[str]:
    files = [path for app in OURS for path in (ROOT / app).rglob("*.py") if _is_typed(path)]
    return tool("mypy", "--no-error-summary", *sorted(str(path.relative_to(ROOT)) for path in files))


def _is_typed(path: Path) -> bool:
    """A drawer is a module or a package: `actions.py`, `actions/rounds.py`."""
    return path.stem.startswith("actions") or not {path.stem, path.parent.name}.isdisjoint(TYPED)


def templates() -> list[str]:
    import django
    from django.template import TemplateSyntaxError
    from django.template.loader import get_template

    django.setup()
    problems = []
    for path in sorted((ROOT / "templates").rglob("*.*")):
        try:
            get_template(str(path.relative_to(ROOT / "templates")))
        except (TemplateSyntaxError, UnicodeDecodeError) as error:
            problems.append(f"{path.relative_to(ROOT)}: {error}")
    return problems


def catalogues() -> list[str]:
    from scripts import messages

    if shutil.which("xgettext") is None:
        return ["GNU gettext is needed: install the package gettext"]
    return messages.check()


def help_texts() -> list[str]:
    import django

    django.setup()
    from scripts import help_texts

    return help_texts.problems()


def inline() -> list[str]:
    """Mails have no stylesheet to link to: theirs stands in `emails/`."""
    pages = [path for path in (ROOT / "templates").rglob("*.html") if path.parent.name != "emails"]
    return _lines_with(INLINE, sorted(pages))


def foreign() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return _lines_with(FOREIGN, [path for path in paths if path.is_file()])


def _lines_with(pattern: re.Pattern, paths: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(path.read_bytes().decode(errors="ignore").splitlines(), 1)
        if pattern.search(line)
    ]


STEPS = {
    "lint": lambda: tool("ruff", "check", "--output-format=concise", "--quiet", "."),
    "format": lambda: tool("ruff", "format", "--check", "--output-format=concise", "."),
    "templates' lint": lambda: tool("djlint", "--lint", "--quiet", "templates"),
    "types": types,
    "import contracts": lambda: tool("lint-imports", "--no-cache"),
    "Django's own checks": lambda: manage("check", "--fail-level", "WARNING"),
    "migrations": lambda: manage("makemigrations", "--check", "--dry-run"),
    "templates compile": templates,
    "catalogues": catalogues,
    "help complete": help_texts,
    "no inline script or style": inline,
    "no foreign host, no path of one machine": foreign,
}

if __name__ == "__main__":
    sys.exit(main())
