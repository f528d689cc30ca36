from django.apps import apps
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.images.models import Image
from wagtail.models import Page
from wagtail.search import index

from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.personal_data import Changed, texts_swept
from red_inclusion.network.signals import area_opened, area_removed, area_renamed, coordination_changed

from . import actions, pictures

BUILD_ANEW = "INSERT INTO wagtailsearch_indexentry_fts(wagtailsearch_indexentry_fts) VALUES ('rebuild')"


@receiver(coordination_changed, dispatch_uid="pages.coordination")
def let_coordination_in(sender, person, **kwargs) -> None:
    actions.follow_coordination(person)


@receiver(area_opened, dispatch_uid="pages.area")
def publish_opened_area(sender, area, **kwargs) -> None:
    """Coordination decided it by opening the area."""
    actions.publish_area(area, actor=SYSTEM)


@receiver(texts_swept, dispatch_uid="pages.index")
def index_anew(sender, changed: list[Changed], **kwargs) -> None:
    """What search reads of pages, pictures and documents follows their texts."""
    indexed = [each for each in changed if issubclass(each.model, index.Indexed)]
    for each in indexed:
        found = each.model._base_manager.get(pk=each.pk)
        index.insert_or_update_object(found.specific if isinstance(found, Page) else found)
    if indexed and connection.vendor == "sqlite":
        # Its index keeps the words of former texts in its folds until it is built again.
        with connection.cursor() as cursor:
            cursor.execute(BUILD_ANEW)


@receiver(area_renamed, dispatch_uid="pages.area_renamed")
def follow_name_of_area(sender, area, former_name, **kwargs) -> None:
    actions.rename_area_page(area, former_name=former_name, actor=SYSTEM)


@receiver(area_removed, dispatch_uid="pages.area_removed")
def remove_page_of_area(sender, area, **kwargs) -> None:
    actions.remove_untouched_page(area, actor=SYSTEM)


@receiver(post_save, sender=Image, dispatch_uid="pages.drawings")
def draw_what_pages_show(sender, instance, raw=False, **kwargs) -> None:
    """At once, so that no visitor waits for it and looking at a page writes nothing."""
    if not raw:
        transaction.on_commit(lambda: pictures.draw(instance))


def make_home_after_migrate(sender, using="default", **kwargs) -> None:
    """After the last app, when its permissions are there, and only once every migration has run: before, the models
    do not match their tables."""
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    if using != "default" or sender is not last:
        return
    executor = MigrationExecutor(connections[using])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        actions.let_coordination_edit(actions.ensure_home())
