"""The door of the CMS: open to coordination and to those it names editors."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from wagtail.admin import urls as wagtailadmin_urls
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


urlpatterns = decorate_urlpatterns(wagtailadmin_urls.urlpatterns, for_editors)
