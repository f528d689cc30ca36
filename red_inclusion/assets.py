import re
from pathlib import Path

from django.contrib.staticfiles.apps import StaticFilesConfig
from servestatic.storage import CompressedManifestStaticFilesStorage

JOINED_SHEETS = ("css/main.css", "css/room.css")
IMPORT = re.compile(r'@import url\("(?P<file>[\w-]+\.css)"\) layer\((?P<layer>\w+)\);\n')


class Assets(StaticFilesConfig):
    """Leaves out what htmx brings for its next version: nothing of ours uses it, and its imports do not resolve."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*", "htm*-4*"]


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """Names carry a hash of the content, inside our ES modules too: their imports must end in `;` to be found."""

    support_js_module_import_aggregation = True

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for name in JOINED_SHEETS:
                self._join(name, paths)
        yield from super().post_process(paths, dry_run, **options)

    def _join(self, name, paths):
        """Write `name` with its imports in it: one request instead of twenty, and half the bytes once compressed."""
        source, path = paths[name]
        Path(self.path(name)).write_text(joined_stylesheet(Path(source.path(path))))
        paths[name] = (self, name)


def joined_stylesheet(sheet: Path) -> str:
    def imported(match):
        return f"@layer {match['layer']} {{\n{(sheet.parent / match['file']).read_text()}}}\n"

    return IMPORT.sub(imported, sheet.read_text())
