from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingState(models.TextChoices):
    DRAFT = "draft", _("draft")
    CONVENED = "convened", _("convened")
    IN_SESSION = "in_session", _("in session")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class Stage(models.TextChoices):
    CHECK_IN = "check_in", _("arrival")
    SHARE = "share", _("needs")
    PRIORITISE = "prioritise", _("priorities")
    GROUPS = "groups", _("groups")
    PLENARY = "plenary", _("sharing back")
    WRAP_UP = "wrap_up", _("wrap-up")


class AgendaState(models.TextChoices):
    PENDING = "pending", _("pending")
    CURRENT = "current", _("now")
    DONE = "done", _("done")


class AttendanceStatus(models.TextChoices):
    PRESENT = "present", _("present")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")
    GUEST = "guest", _("guest")


HERE = (AttendanceStatus.PRESENT, AttendanceStatus.GUEST)


class GuestState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("guest", "asks to enter")
    ADMITTED = "admitted", pgettext_lazy("guest", "admitted")
    TURNED_AWAY = "turned_away", pgettext_lazy("guest", "not admitted")


class Reply(models.TextChoices):
    """What somebody answered to the notice, before the meeting."""

    COMING = "coming", _("I'm coming")
    NOT_COMING = "not_coming", _("I can't")


class Method(models.TextChoices):
    URGENCY = "urgency", _("urgency")


class Electorate(models.TextChoices):
    PEOPLE = "people", _("people")


class Openness(models.TextChoices):
    OPEN = "open", _("open")


class ResultVisibility(models.TextChoices):
    """In the order of strictness: an open round may only move down."""

    LIVE = "live", _("As votes arrive")
    ON_CLOSE = "on_close", _("When the vote closes")


class RoundState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("round", "prepared")
    OPEN = "open", pgettext_lazy("round", "open")
    CLOSED = "closed", pgettext_lazy("round", "closed")
    PUBLISHED = "published", pgettext_lazy("round", "published")
    VOID = "void", pgettext_lazy("round", "void")


class Urgency(models.IntegerChoices):
    NOT_URGENT = 0, _("Not urgent")
    CAN_WAIT = 1, _("Can wait")
    THIS_YEAR = 2, _("This year")
    SOON = 3, _("Soon")
    NOW = 4, _("Now")


class MinutesState(models.TextChoices):
    DRAFTING = "drafting", pgettext_lazy("minutes", "being written")
    PUBLISHED = "published", pgettext_lazy("minutes", "published")


class AddendumReason(models.TextChoices):
    """Why closed minutes were amended."""

    TEXT = "text_withdrawn", _("A text was withdrawn because it held personal data.")
    PERSON = "person_erased", _("A person's name was replaced by the capacity in which she was there.")
