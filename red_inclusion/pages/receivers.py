from django.apps import apps
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.images.models import Image

from red_inclusion.core.actors import SYSTEM
from red_inclusion.network.signals import area_opened, coordination_changed

from . import actions, pictures


@receiver(coordination_changed, dispatch_uid="pages.coordination")
def let_coordination_in(sender, person, **kwargs) -> None:
    actions.follow_coordination(person)


@receiver(area_opened, dispatch_uid="pages.area")
def publish_opened_area(sender, area, **kwargs) -> None:
    """Coordination decided it by opening the area."""
    actions.publish_area(area, actor=SYSTEM)


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
