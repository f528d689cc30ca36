from django.apps import apps
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.dispatch import receiver

from red_inclusion.core.actors import SYSTEM
from red_inclusion.network.signals import area_opened, area_removed, area_renamed, coordination_changed

from . import actions


@receiver(coordination_changed, dispatch_uid="pages.coordination")
def let_coordination_in(sender, person, **kwargs) -> None:
    actions.follow_coordination(person)


@receiver(area_opened, dispatch_uid="pages.area")
def publish_opened_area(sender, area, **kwargs) -> None:
    """Coordination decided it by opening the area."""
    actions.publish_area(area, actor=SYSTEM)


@receiver(area_renamed, dispatch_uid="pages.area_renamed")
def follow_name_of_area(sender, area, former_name, **kwargs) -> None:
    actions.rename_area_page(area, former_name=former_name, actor=SYSTEM)


@receiver(area_removed, dispatch_uid="pages.area_removed")
def remove_page_of_area(sender, area, **kwargs) -> None:
    actions.remove_untouched_page(area, actor=SYSTEM)


def make_home_after_migrate(sender, using="default", **kwargs) -> None:
    """After the last app, when its permissions are there, and only once every migration has run: before, the models
    do not match their tables."""
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    if using != "default" or sender is not last:
        return
    executor = MigrationExecutor(connections[using])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        actions.ensure_home()
