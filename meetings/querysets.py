from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from red_inclusion.accounts.guests import is_guest
from red_inclusion.network.standing import standing_of

from .enums import HERE, GuestState, MeetingState, MinutesState, Reply


class OfArea(models.QuerySet):
    """Rows that are read by who reads the inside of their area."""

    area_path = "area_id"

    def visible_to(self, user):
        standing = standing_of(user)
        if standing.coordinates:
            return self
        return self.filter(**{f"{self.area_path}__in": standing.area_ids})


def _let_in(guest):
    """The meeting that let her in."""
    return apps.get_model("meetings.Guest").objects.inside().filter(person=guest).values("meeting_id")


class MeetingQuerySet(OfArea):
    def enterable_by(self, user):
        """Whose room she may be in: those she reads; for a guest the one that let her in, while it is in session."""
        return self.filter(pk__in=_let_in(user)) if is_guest(user) else self.visible_to(user)

    def in_session(self):
        return self.filter(state=MeetingState.IN_SESSION)

    def upcoming(self, moment):
        return self.filter(state=MeetingState.CONVENED, ends_at__gte=moment)

    def with_attendance(self, person):
        """`here` and `coming` as counts, and `my_reply` of the person."""
        attendance = apps.get_model("meetings.Attendance").objects
        own = attendance.filter(meeting=OuterRef("pk"), person=person).values("reply")
        return self.annotate(
            here=Count("attendances", filter=Q(attendances__status__in=HERE)),
            coming=Count("attendances", filter=Q(attendances__reply=Reply.COMING)),
            my_reply=Coalesce(Subquery(own[:1]), Value("")),
        )

    def in_calendar_order(self, moment: datetime):
        """In session, then those to come from the nearest on, then the past from the latest back. `when` says which."""
        to_come = Q(state__in=[MeetingState.DRAFT, MeetingState.CONVENED], ends_at__gte=moment)
        when = Case(
            When(state=MeetingState.IN_SESSION, then=Value("now")),
            When(to_come, then=Value("to_come")),
            default=Value("past"),
        )
        order = Case(When(when="now", then=0), When(when="to_come", then=1), default=2)
        rising = Case(When(~Q(when="past"), then="starts_at"))
        return self.annotate(when=when).order_by(order, rising, "-starts_at", "-pk")


class RoundQuerySet(OfArea):
    area_path = "meeting__area_id"

    def enterable_by(self, user):
        return self.filter(meeting__in=_let_in(user)) if is_guest(user) else self.visible_to(user)


class GuestQuerySet(OfArea):
    area_path = "meeting__area_id"

    def asking(self):
        return self.filter(state=GuestState.ASKED)

    def inside(self):
        """Admitted, and the meeting goes on."""
        return self.filter(state=GuestState.ADMITTED, meeting__state=MeetingState.IN_SESSION)


class MinutesQuerySet(OfArea):
    area_path = "meeting__area_id"

    def visible_to(self, user):
        """Drafts are read by who runs the area; published minutes by who reads it."""
        readable = super().visible_to(user)
        standing = standing_of(user)
        if standing.coordinates:
            return readable
        return readable.filter(Q(state=MinutesState.PUBLISHED) | Q(meeting__area_id__in=standing.led_area_ids))
