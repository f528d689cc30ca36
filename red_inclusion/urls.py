"""Every door of the site. Wagtail's own pages come last: they take what nobody else has."""

from allauth.account.views import logout
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views

from red_inclusion.accounts.guests import guests_welcome
from red_inclusion.accounts.views import set_language, to_sign_in
from red_inclusion.core import error_pages, offline, probes
from red_inclusion.pages.views import document

# Django and allauth look for them here.
handler400 = error_pages.bad_request
handler429 = error_pages.too_many_requests
handler500 = error_pages.server_error

# The public website. A page that is not there is a 404 for everybody.
login_not_required(wagtail_views.serve)

# Whoever lends her phone can leave by the same button as everybody.
guests_welcome(logout)

# Wagtail's own doors would let people in past allauth's codes, limits and second factor: ours stand before them.
wagtail_doors = [
    path("cms/login/", to_sign_in),
    re_path(r"^cms/password_reset/", to_sign_in),
    path("_util/login/", to_sign_in),
]

urlpatterns = [
    path("healthz", probes.alive, name="healthz"),
    path("readyz", probes.ready, name="readyz"),
    path("offline/", offline.page, name="offline"),
    path("sw.js", offline.worker, name="service_worker"),
    path("accounts/", include("red_inclusion.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("language/setlang/", set_language, name="set_language"),
    path("l/", include("red_inclusion.core.urls")),
    path("", include("red_inclusion.notifications.urls")),
    path("", include("red_inclusion.pages.urls")),
    path("", include("red_inclusion.desk.urls")),
    path("", include("red_inclusion.guide.urls")),
    path("", include("red_inclusion.network.urls")),
    path("", include("needs.urls")),
    path("", include("meetings.urls")),
    path("", include("proposals.urls")),
    *wagtail_doors,
    path("cms/", include("red_inclusion.pages.cms")),
    # Under the name by which Wagtail finds it.
    path("documents/<int:document_id>/<str:document_filename>", document, name="wagtaildocs_serve"),
    path("", include(wagtail_urls)),
]
