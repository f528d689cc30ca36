"""What the public website, with the apps it is made of, keeps of people."""

from typing import Any

from django.apps import apps
from django.db import models
from wagtail.log_actions import registry as log_registry

from red_inclusion.core.personal_data import Rows, Text, declare

STAYS, HERS = Rows.STAYS, Rows.HERS
PROSE, PLAIN = Text.PROSE, Text.PLAIN


def declare_all() -> None:
    _declare_own()
    _declare_pages()
    _declare_files()
    _declare_editing()


def _declare_own() -> None:
    declare(
        "pages.SiteSettings",
        network_name=PLAIN,
        contact_email=PROSE,
        contact_phone=PLAIN,
        contact_address=PROSE,
        funding=PROSE,
        funding_logos=PLAIN,
    )
    declare("pages.HomePage", lead=PROSE, content=PROSE)
    declare("pages.AreaPage", intro=PROSE, content=PROSE)
    declare("pages.StandardPage", intro=PROSE, content=PROSE)
    declare("pages.NewsIndexPage", intro=PROSE)
    declare("pages.NewsPage", intro=PROSE, content=PROSE, folded=Text.FOLDED)
    legal = ("controller", "delegate", "purposes", "basis", "data", "recipients", "retention", "rights", "complaints")
    declare("pages.PrivacyPage", **dict.fromkeys(legal, PROSE))
    statement = ("exceptions", "burden", "out_of_scope", "communications", "requests", "unit", "enforcement", "extra")
    declare("pages.AccessibilityPage", body=PLAIN, applies_to=PLAIN, **dict.fromkeys(statement, PROSE))


def _declare_pages() -> None:
    declare(
        "wagtailcore.Page",
        owner=STAYS,
        locked_by=STAYS,
        told=("title", "first_published_at", "locked_at"),
        title=PROSE,
        draft_title=PROSE,
        seo_title=PROSE,
        search_description=PROSE,
        path=PLAIN,
        slug=PLAIN,
        url_path=PLAIN,
    )
    declare(
        "wagtailcore.Revision",
        user=STAYS,
        told=("object_str", "created_at"),
        content=PROSE,
        object_str=PROSE,
        object_id=PLAIN,
    )
    logged = {"user": STAYS, "label": PROSE, "data": PROSE, "action": PLAIN}
    told, said = ("label", "action", "timestamp"), {"action": _log_action}
    declare("wagtailcore.PageLogEntry", told=told, said=said, **logged)
    declare("wagtailcore.ModelLogEntry", told=told, said=said, object_id=PLAIN, **logged)
    declare(
        "wagtailcore.Comment",
        user=STAYS,
        resolved_by=STAYS,
        text=PROSE,
        contentpath=PLAIN,
        position=PLAIN,
        told=("text", "created_at"),
    )
    declare("wagtailcore.CommentReply", user=STAYS, text=PROSE, told=("text", "created_at"))
    declare("wagtailcore.PageSubscription", user=HERS, told=())
    declare("wagtailcore.WorkflowState", requested_by=STAYS, told=("created_at",), object_id=PLAIN)
    declare("wagtailcore.TaskState", finished_by=STAYS, told=("comment", "started_at"), comment=PROSE)
    for label in ("wagtailcore.Workflow", "wagtailcore.Task"):
        declare(label, name=PLAIN)
    declare("wagtailcore.Locale", language_code=PLAIN)
    declare("wagtailcore.Site", hostname=PLAIN, site_name=PLAIN)
    declare("wagtailcore.CollectionViewRestriction", password=PLAIN)
    declare("wagtailcore.PageViewRestriction", password=PLAIN)
    declare("wagtailcore.ReferenceIndex", object_id=PLAIN, to_object_id=PLAIN, model_path=PLAIN, content_path=PLAIN)
    # Written anew from the pages that were changed.
    for model in apps.get_app_config("wagtailsearch").get_models():
        _declare_index(model)
    declare("taggit.Tag", name=PLAIN, slug=PLAIN)


def _log_action(entry: Any) -> str:
    formatter = log_registry.get_formatter(entry)
    return str(formatter.label) if formatter else entry.action


def _declare_index(model: type[models.Model]) -> None:
    """Its tables and texts differ by database."""
    texts = (each for each in model._meta.local_fields if isinstance(each, models.CharField | models.TextField))
    declare(model._meta.label, **{each.name: PLAIN if each.name == "object_id" else Text.COPY for each in texts})


def _declare_files() -> None:
    declare("wagtailcore.Collection", path=PLAIN, name=PLAIN)
    told = ("title", "created_at")
    declare("wagtaildocs.Document", uploaded_by_user=STAYS, told=told, title=PROSE, file=PLAIN, file_hash=PLAIN)
    declare(
        "wagtailimages.Image",
        uploaded_by_user=STAYS,
        told=told,
        title=PROSE,
        description=PROSE,
        file=PLAIN,
        file_hash=PLAIN,
    )
    declare("wagtailimages.Rendition", filter_spec=PLAIN, file=PLAIN, focal_point_key=PLAIN)
    declare("wagtailcore.UploadedFile", uploaded_by_user=HERS, told=(), file=PLAIN)
    declare(
        "wagtailembeds.Embed",
        url=PLAIN,
        hash=PLAIN,
        html=PLAIN,
        title=PLAIN,
        author_name=PLAIN,
        provider_name=PLAIN,
        thumbnail_url=PLAIN,
    )


def _declare_editing() -> None:
    declare(
        "wagtailusers.UserProfile",
        user=HERS,
        told=("preferred_language", "current_time_zone"),
        preferred_language=Text.HERS,
        current_time_zone=Text.HERS,
        avatar=Text.HERS,
        dismissibles=PLAIN,
    )
    declare("wagtailadmin.EditingSession", user=HERS, told=(), object_id=PLAIN)
    declare("wagtailadmin.FormState", user=HERS, told=(), data=PROSE, object_id=PLAIN, parent_object_id=PLAIN)
    declare("wagtailcore.APIToken", user=HERS, told=(), name=Text.HERS, key_hash=Text.HERS, prefix=Text.HERS)
