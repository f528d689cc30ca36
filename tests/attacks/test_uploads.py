"""What is uploaded is what it says, and runs nowhere."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Picture
from wagtail.documents.forms import get_document_form
from wagtail.documents.models import Document
from wagtail.images.forms import get_image_form
from wagtail.images.models import Image
from wagtail.models import Collection

from red_inclusion.accounts.models import User
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'
HTML = b"<!doctype html><html>" + SCRIPT
MEGABYTE = 1024 * 1024


@pytest.fixture
def admin() -> User:
    return PersonFactory(is_superuser=True, email="admin@example.org")


def picture(kind: str = "PNG", size=(40, 30), **options) -> bytes:
    written = BytesIO()
    Picture.new("RGB", size, "white").save(written, kind, **options)
    return written.getvalue()


def package(members: dict[str, bytes]) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return written.getvalue()


def bomb_picture() -> bytes:
    """Sixty million pixels in a few kilobytes."""
    written = BytesIO()
    Picture.new("1", (10_000, 6_000)).save(written, "PNG")
    return written.getvalue()


WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
GOOD_DOCUMENTS = {
    "acta.pdf": b"%PDF-1.7\n1 0 obj\n",
    "acta.docx": package(WORD),
    "tabla.csv": "Área;Personas\nEmpleo;12\n".encode(),
    "nota.txt": "Reunión del martes".encode("latin-1"),
}
BAD_DOCUMENTS = {
    "dibujo.svg": SVG,
    "pagina.html": HTML,
    "pagina.html.pdf": HTML,
    "dibujo.svg.txt": SVG,
    "pagina.txt": b"  \n" + HTML,
    "poliglota.pdf": SCRIPT + b"%PDF-1.7",
    "programa.pdf": b"MZ\x90\x00" + b"\0" * 60,
    "imagen.csv": picture(),
    "nulo.txt": b"a\0b",
    "nulo.pdf": b"\0%PDF-1.7",
    "otra.docx": package({"xl/workbook.xml": b"<workbook/>"}),
    "macro.docx": package(WORD | {"word/vbaProject.bin": b"x"}),
    "delante.docx": SCRIPT + package(WORD),
    "bomba.docx": package(WORD | {"word/media/a.bin": b"\0" * 20 * MEGABYTE}),
    "rota.docx": package(WORD)[:-30],
    "grande.pdf": b"%PDF-1.7" + b"x" * 11 * MEGABYTE,
    "sin-nombre": b"%PDF-1.7",
}
BAD_PICTURES = {
    "dibujo.svg": SVG,
    "dibujo.png": SVG,
    "pagina.png": HTML,
    "doble.png.svg": picture(),
    "pagina.html": picture(),
    "otra.jpg": picture("PNG"),
    "animada.gif": picture("GIF"),
    "bomba.png": bomb_picture(),
    "rota.png": picture()[:40],
    "cortada.jpg": picture("JPEG", (400, 300))[:900],
    "grande.png": picture() + b"x" * 11 * MEGABYTE,
    "vacia.png": b"",
}


def document_form(admin, name: str, content: bytes):
    data = {"title": "A", "collection": Collection.get_first_root_node().pk, "tags": ""}
    return get_document_form(Document)(data, {"file": SimpleUploadedFile(name, content)}, user=admin)


def image_form(admin, name: str, content: bytes):
    data = {"title": "A", "collection": Collection.get_first_root_node().pk, "tags": ""}
    return get_image_form(Image)(data, {"file": SimpleUploadedFile(name, content)}, user=admin)


def is_refused(form) -> bool:
    """Also by the model, which is where Wagtail keeps its list of extensions."""
    return not form.is_valid() and "file" in form.errors


@pytest.mark.parametrize("name", GOOD_DOCUMENTS)
def test_a_document_is_taken(admin, name):
    form = document_form(admin, name, GOOD_DOCUMENTS[name])

    assert form.is_valid(), form.errors


@pytest.mark.parametrize("name", BAD_DOCUMENTS)
def test_what_is_no_document_is_refused(admin, name):
    assert is_refused(document_form(admin, name, BAD_DOCUMENTS[name]))


@pytest.mark.parametrize("name", BAD_PICTURES)
def test_what_is_no_picture_is_refused(admin, name):
    assert is_refused(image_form(admin, name, BAD_PICTURES[name]))


@pytest.mark.parametrize(("name", "kind"), [("foto.jpg", "JPEG"), ("foto.png", "PNG"), ("foto.webp", "WEBP")])
def test_a_picture_is_drawn_anew_without_what_hid_in_it(admin, name, kind):
    exif = Picture.Exif()
    exif[0x010E] = "Plaza de la Constitución 1"  # a description; where it was taken goes the same way
    form = image_form(admin, name, picture(kind, exif=exif) + SCRIPT)

    assert form.is_valid(), form.errors
    image = form.save()

    with image.file.open() as file:
        kept = file.read()
    assert (image.width, image.height) == (40, 30)
    assert SCRIPT not in kept
    assert b"Constituci" not in kept
    assert not Picture.open(BytesIO(kept)).getexif()


def test_what_lets_the_ground_through_still_does(admin):
    logo = Picture.new("P", (4, 4), 0)
    logo.putpalette([255, 0, 0, 0, 0, 255])
    written = BytesIO()
    logo.save(written, "PNG", transparency=0)

    form = image_form(admin, "logo.png", written.getvalue())
    assert form.is_valid(), form.errors
    image = form.save()

    with image.file.open("rb") as kept, Picture.open(kept) as shown:
        assert shown.convert("RGBA").getpixel((0, 0))[3] == 0


def test_a_picture_turned_by_its_camera_is_stored_upright(admin):
    exif = Picture.Exif()
    exif[0x0112] = 6
    image = image_form(admin, "foto.jpg", picture("JPEG", exif=exif))

    assert image.is_valid()
    assert (image.save().width, image.instance.height) == (30, 40)


@pytest.mark.parametrize("name", ["acta.pdf", "nota.txt"])
def test_a_document_is_handed_over_as_a_file_to_who_is_signed_in(admin, name):
    form = document_form(admin, name, GOOD_DOCUMENTS[name])
    assert form.is_valid()
    document = form.save()
    signed_in, stranger = Client(), Client()
    signed_in.force_login(admin)

    answer, turned_away = signed_in.get(document.url), stranger.get(document.url)

    assert answer.content == GOOD_DOCUMENTS[name]
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], answer["X-Frame-Options"]) == ("nosniff", "DENY")
    assert turned_away.status_code == 302
    assert turned_away["Location"].startswith("/accounts/login/")


def test_the_pages_of_the_cms_use_these_forms(admin):
    client = Client()
    client.force_login(admin)
    for address, name in (("/cms/images/add/", "dibujo.svg"), ("/cms/documents/add/", "dibujo.svg")):
        sent = {"title": "A", "collection": Collection.get_first_root_node().pk, "file": SimpleUploadedFile(name, SVG)}
        client.post(address, sent)

    assert (Image.objects.count(), Document.objects.count()) == (0, 0)
