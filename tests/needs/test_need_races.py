"""Two at once, on a database that commits."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from needs.actions import confirm_need, log_need
from needs.models import Need

from .factories import NeedFactory


def at_once(*calls):
    """Run the calls together, each with a connection of its own; what any of them raised comes back."""
    barrier, raised = Barrier(len(calls)), []

    def run(call):
        barrier.wait()
        try:
            call()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_log_one_need(cast):
    form = uuid4()

    def send():
        log_need(cast.emp, entity=cast.entity, actor=cast.bruno, title="Coche", statement="No.", submission=form)

    assert at_once(*[send] * 4) == []
    assert Need.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_references_are_given_once(cast):
    def send():
        log_need(cast.emp, entity=cast.entity, actor=cast.bruno, title="Coche", statement="No.")

    assert at_once(*[send] * 4) == []
    assert sorted(need.reference[-3:] for need in Need.objects.all()) == ["001", "002", "003", "004"]


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_confirm_once_for_their_entity(cast):
    need = NeedFactory(area=cast.emp, entity=cast.entity)

    def confirm():
        confirm_need(need, entity=cast.social_services, actor=cast.alba)

    assert at_once(*[confirm] * 4) == []
    assert need.confirmations.count() == 1
