"""The door of the CMS: open to coordination."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.urls import path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel, NameEmailSettingsPanel
from wagtail.utils.urlpatterns import decorate_urlpatterns


def for_editors(view):
    """Wagtail would send a member to sign in, where she already is, and so in a circle."""

    @wraps(view)
    def check(request, *args, **kwargs):
        if request.user.has_perm("wagtailadmin.access_admin"):
            return view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied

    return check


class Account(AccountView):
    """Without what our own profile holds: a name that Wagtail looks for in two fields, a picture that we never show."""

    def get_panels(self):
        unused = (NameEmailSettingsPanel, AvatarSettingsPanel)
        return [panel for panel in super().get_panels() if not isinstance(panel, unused)]


# Before Wagtail's own, under the same address.
urlpatterns = decorate_urlpatterns([path("account/", Account.as_view()), *wagtailadmin_urls.urlpatterns], for_editors)
