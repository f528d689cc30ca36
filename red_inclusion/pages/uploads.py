"""What editors may upload: files that are what their names say, and pictures drawn anew.

A picture is decoded and written again, so that nothing hides in it, neither a script nor where it was taken.
"""

from io import BytesIO
from pathlib import PurePath
from typing import IO
from zipfile import BadZipFile, ZipFile

import filetype
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

# What Pillow raises on files that are none, or no longer whole.
UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)
QUALITY = {"JPEG": {"quality": 90}, "WEBP": {"quality": 90}}  # of 100; Pillow's own is made for small files
UNPACKED_LIMIT = 100 * 1024 * 1024
PACKED_TIMES = 200  # text packs to a hundredth; a bomb to a thousandth
MEMBERS_LIMIT = 5000
HEAD = 8192
# The member that only a document of this kind has.
OFFICE = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "odt": "content.xml",
}
TEXTS = ("csv", "txt")
MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<?php")


class PictureField(WagtailImageField):
    def to_python(self, data):
        """Wagtail's breaks on a picture that breaks off."""
        try:
            return super().to_python(data)
        except UNREADABLE as error:
            raise _unreadable() from error


class ImageForm(BaseImageForm):
    file = PictureField(label=gettext_lazy("File"))

    def clean_file(self) -> File:
        file = self.cleaned_data["file"]
        return drawn_anew(file) if "file" in self.changed_data else file


class DocumentForm(BaseDocumentForm):
    def clean_file(self) -> File:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            check_document(file)
        return file


def drawn_anew(file: File) -> File:
    try:
        file.seek(0)
        with Image.open(file) as given:
            kind = given.format
            picture = ImageOps.exif_transpose(given)
            picture.info = {name: value for name, value in picture.info.items() if name == "transparency"}
            written = BytesIO()
            picture.save(written, kind, **QUALITY.get(kind or "", {}))
    except UNREADABLE as error:
        raise _unreadable() from error
    return ContentFile(written.getvalue(), name=file.name)


def _unreadable() -> ValidationError:
    return ValidationError(
        _("This picture cannot be read. Save it again as JPEG or PNG and upload that."), code="unreadable"
    )


def check_document(file: File) -> None:
    extension = PurePath(file.name).suffix.lower().lstrip(".")
    file.seek(0)
    head = file.read(HEAD)
    if not _is(extension, head, file):
        raise ValidationError(
            _("This file is not what its name says. Save it again as %(extension)s and upload that."),
            code="not_what_it_says",
            params={"extension": extension.upper()},
        )
    file.seek(0)


def _is(extension: str, head: bytes, file: IO[bytes]) -> bool:
    if extension in TEXTS:
        return _is_text(head)
    if extension in OFFICE:
        return _is_office(file, OFFICE[extension])
    kind = filetype.guess(head)
    return kind is not None and kind.extension == extension and head.startswith(b"%PDF-")


def _is_text(head: bytes) -> bool:
    return b"\0" not in head and filetype.guess(head) is None and not head.lstrip().lower().startswith(MARKUP)


def _is_office(file: IO[bytes], mark: str) -> bool:
    """A package that begins as one, holds what its kind holds, and does not blow up."""
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        return False
    try:
        with ZipFile(file) as package:
            members = package.infolist()
    except (BadZipFile, ValueError, NotImplementedError):
        return False
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if unpacked > UNPACKED_LIMIT or unpacked > packed * PACKED_TIMES or len(members) > MEMBERS_LIMIT:
        raise ValidationError(
            _("This file unpacks to far more than it seems. Save it again with fewer or smaller pictures."),
            code="unpacks_to_too_much",
        )
    names = {member.filename for member in members}
    return mark in names and not any("vbaProject" in name for name in names)
