"""The public website: its root, the page of each area, and who edits it."""

from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from red_inclusion.accounts.models import User
from red_inclusion.core import audit
from red_inclusion.core.actors import System
from red_inclusion.core.errors import NotAllowed
from red_inclusion.core.marks import mark_of, refuse_if_changed
from red_inclusion.network.models import Area
from red_inclusion.network.policies import can_coordinate
from red_inclusion.network.standing import standing_of

from .addresses import is_free
from .models import AreaPage, HomePage, SiteSettings
from .policies import can_edit_area_page

Actor = User | System
COORDINATION = "Coordination"
PAGE_RIGHTS = ("add_page", "change_page", "publish_page")
LIBRARY_RIGHTS = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}


@transaction.atomic
def ensure_home() -> HomePage:
    """The home page as the root of the site, made once; Wagtail's welcome page makes way for it."""
    # Two processes that start together queue at the root of the tree.
    root = Page.objects.select_for_update().get(depth=1)
    home = HomePage.objects.first()
    if home:
        return home
    home = root.add_child(instance=HomePage(title=SiteSettings.current().network_name, slug="red"))
    welcome = Page.objects.filter(depth=2, slug="home", content_type=Page.objects.get(pk=root.pk).content_type).first()
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": home.title}
    )
    if welcome and not welcome.get_children().exists():
        welcome.delete()
    return home


@transaction.atomic
def publish_area(area: Area, *, actor: Actor) -> AreaPage:
    """Its public page, which shows only what is published; the one it has already is given back."""
    if not can_coordinate(standing_of(actor)):
        raise NotAllowed("coordination_only", "")
    home = ensure_home()
    # The tree's parent row is the lock: treebeard counts children before it adds one.
    home = HomePage.objects.select_for_update().get(pk=home.pk)
    page = AreaPage.objects.filter(area=area).first()
    if page:
        return page
    page = home.add_child(instance=AreaPage(title=area.name, slug=_free_slug(home, area), area=area))
    audit.record("area.published", area, actor=actor, page=page.pk)
    return page


@transaction.atomic
def rename_area_page(area: Area, *, former_name: str, actor: Actor) -> None:
    """The title follows the area; one that an editor chose stays. So does the address, which people keep.

    Nothing else becomes public by it: neither a draft, nor a page that was taken back.
    """
    page = AreaPage.objects.select_for_update(of=("self",)).filter(area=area, title=former_name).first()
    if page is None:
        return
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes and page.latest_revision else None
    page.title = area.name
    if page.live:
        page.save_revision().publish(skip_permission_checks=True)
    else:
        page.save()
    if draft:
        draft.title = area.name if draft.title == former_name else draft.title
        draft.save_revision()
    audit.record("area.page_renamed", area, actor=actor, page=page.pk)


@transaction.atomic
def remove_untouched_page(area: Area, *, actor: Actor) -> None:
    """The page that was made with the area, if no editor has written on it and nothing hangs below it."""
    page = AreaPage.objects.filter(area=area, latest_revision=None, numchild=0).first()
    if page:
        audit.record("area.page_removed", area, actor=actor, page=page.pk)
        page.delete()


@transaction.atomic
def edit_area_intro(page: AreaPage, *, actor: Actor, intro: str, seen: str | None = None) -> AreaPage:
    """Publish another introduction; a draft that somebody else has begun in the CMS keeps what it says besides.

    `seen` is the `intro_mark` of what she had before her: if it has changed since, nothing is written.
    """
    page = AreaPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if not can_edit_area_page(standing_of(actor), page.area_id):
        raise NotAllowed("not_allowed", "")
    refuse_if_changed(seen, intro_mark(page))
    if page.intro == intro:
        return page
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
    page.intro = intro
    # The policy has said yes; Wagtail would ask for rights in the CMS.
    page.save_revision(user=_author(actor)).publish(skip_permission_checks=True)
    if draft:
        draft.intro = intro
        draft.save_revision(user=_author(actor))
    audit.record("area.introduced", page.area, actor=actor, page=page.pk)
    return page


def intro_mark(page: AreaPage) -> str:
    """Another one as soon as the introduction is."""
    return mark_of({"intro": page.intro})


def follow_schedule() -> None:
    """Publish and withdraw the pages whose day, set in the CMS, has come."""
    call_command("publish_scheduled", verbosity=0)


def _author(actor: Actor) -> User | None:
    return actor if isinstance(actor, User) else None


def _free_slug(home: HomePage, area: Area) -> str:
    slug = slugify(area.name)
    # An area called «Needs» must not hide behind the page of that address.
    taken = not slug or not is_free(slug) or home.get_children().filter(slug=slug).exists()
    return f"{slug}-{area.code.lower()}".strip("-") if taken else slug


@transaction.atomic
def name_network(name: str, *, actor: Actor, demo: bool = False) -> SiteSettings:
    """What the network is called; `demo` says on every page that its needs are invented."""
    if not can_coordinate(standing_of(actor)):
        raise NotAllowed("coordination_only", "")
    settings = SiteSettings.objects.select_for_update().first() or SiteSettings()
    settings.network_name, settings.demo = name, demo
    settings.save()
    audit.record("network.named", settings, actor=actor, demo=demo)
    return settings


def follow_coordination(person: User) -> None:
    """Let her into the CMS while she coordinates, and no longer."""
    group = Group.objects.filter(name=COORDINATION).first()
    if group is None:
        return
    if standing_of(person).coordinates:
        group.user_set.add(person)
    else:
        group.user_set.remove(person)


@transaction.atomic
def let_coordination_edit(home: HomePage) -> None:
    """The pages, the settings and the library. Repeatable: a later version may give more."""
    group, _ = Group.objects.get_or_create(name=COORDINATION)
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    group.permissions.add(Permission.objects.get(content_type__app_label="pages", codename="change_sitesettings"))
    for right in PAGE_RIGHTS:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=right)
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
    root = Collection.get_first_root_node()
    for app, rights in LIBRARY_RIGHTS.items():
        for right in rights:
            permission = Permission.objects.get(content_type__app_label=app, codename=right)
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
