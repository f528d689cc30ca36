"""The home page's text becomes the first of its blocks, and the introductions of the areas plain text: in the pages and
in the drafts of them that the CMS keeps."""

import json
import uuid

from django.db import migrations
from django.utils.html import strip_tags

REST = ["chain", "areas", "news", "published"]
AFTER = {"news": {"title": "", "most": 3}, "published": {"title": "", "most": 5}}


def blocks_of(body):
    text = [("text", body)] if body else []
    rest = [(kind, AFTER.get(kind)) for kind in REST]
    return [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in [rest[0], *text, *rest[1:]]]


def plain(html):
    return strip_tags(html.replace("</p>", "\n\n").replace("<br/>", "\n").replace("</li>", "\n")).strip()


def forwards(apps, schema_editor):
    for page in apps.get_model("pages", "HomePage").objects.all():
        page.content = json.dumps(blocks_of(page.body))
        page.save(update_fields=["content"])
    for page in apps.get_model("pages", "AreaPage").objects.all():
        page.intro = plain(page.intro)
        page.save(update_fields=["intro"])
    for revision in _revisions(apps, "homepage"):
        revision.content["content"] = json.dumps(blocks_of(revision.content.pop("body", "")))
        revision.save(update_fields=["content"])
    for revision in _revisions(apps, "areapage"):
        revision.content["intro"] = plain(revision.content.get("intro", ""))
        revision.save(update_fields=["content"])


def backwards(apps, schema_editor):
    for page in apps.get_model("pages", "HomePage").objects.all():
        page.body = "".join(block["value"] for block in page.content.raw_data if block["type"] == "text")
        page.save(update_fields=["body"])
    for page in apps.get_model("pages", "AreaPage").objects.all():
        page.intro = "".join(f"<p>{part}</p>" for part in page.intro.split("\n\n") if part)
        page.save(update_fields=["intro"])


def _revisions(apps, model):
    revisions = apps.get_model("wagtailcore", "Revision").objects
    return revisions.filter(content_type__app_label="pages", content_type__model=model)


class Migration(migrations.Migration):

    dependencies = [
        ("pages", "0003_site"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
