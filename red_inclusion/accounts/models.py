from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from red_inclusion.core import clock

from . import terms
from .querysets import DeviceQuerySet


class UserManager(BaseUserManager):
    def create_user(self, email: str, name: str = "", password: str | None = None, **fields):
        user = self.model(email=email.strip().lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str = "", password: str | None = None, **fields):
        return self.create_user(email, name, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str):
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with her e-mail. What she may do comes from her mandates, not from here."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, help_text=_("As the others in the room know you."))
    language = models.CharField(_("language"), max_length=8, blank=True)
    is_staff = models.BooleanField(_("technical staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    # At the door of one meeting, without an account: see guests.py.
    is_guest = models.BooleanField(_("guest"), default=False, editable=False)
    date_joined = models.DateTimeField(_("joined"), default=clock.now, editable=False)
    terms_version = models.PositiveSmallIntegerField(_("terms accepted"), default=0, editable=False)
    terms_accepted_at = models.DateTimeField(_("terms accepted at"), null=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def has_accepted_terms(self) -> bool:
        return self.is_guest or self.terms_version >= terms.VERSION


class Device(models.Model):
    """A browser in which a person is signed in: what she needs to know it again, and no more. No address is kept."""

    person = models.ForeignKey(User, models.CASCADE, related_name="devices", verbose_name=_("person"))
    # The same key that the table of sessions holds; it is never shown.
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    browser = models.CharField(_("browser"), max_length=40, blank=True)
    system = models.CharField(_("system"), max_length=40, blank=True)
    since = models.DateField(_("since"), default=clock.today)
    last_seen = models.DateField(_("last seen"), default=clock.today)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ["-last_seen", "-pk"]

    def __str__(self) -> str:
        return f"{self.browser} · {self.system}"
