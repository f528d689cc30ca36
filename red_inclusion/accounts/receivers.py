from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from .devices import note_device
from .models import Device


@receiver(user_logged_in, dispatch_uid="accounts.note_device")
def note_the_device(sender, request, user, **kwargs):
    if hasattr(request, "session"):
        note_device(request, user)


@receiver(user_logged_out, dispatch_uid="accounts.forget_device")
def forget_the_device(sender, request, **kwargs):
    if hasattr(request, "session") and request.session.session_key:
        Device.objects.filter(session_key=request.session.session_key).delete()
