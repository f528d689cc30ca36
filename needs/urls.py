from django.urls import path

from .views import listing, reading, verbs, writing

app_name = "needs"

urlpatterns = [
    path("needs/", listing.need_list, name="need_list"),
    path("needs/new/", writing.need_create, name="need_create"),
    path("needs/export.csv", listing.need_export, name="need_export"),
    path("needs/similar/", writing.need_similar, name="need_similar"),
    path("needs/<int:pk>/", reading.need_detail, name="need_detail"),
    path("needs/<int:pk>/edit/", writing.need_edit, name="need_edit"),
    path("needs/<int:pk>/confirm/", verbs.need_confirm, name="need_confirm"),
    path("needs/<int:pk>/unconfirm/", verbs.need_unconfirm, name="need_unconfirm"),
    path("needs/<int:pk>/visibility/", verbs.need_visibility, name="need_visibility"),
    path("needs/<int:pk>/archive/", verbs.need_discard, name="need_discard"),
    path("needs/<int:pk>/answer/", verbs.need_answer, name="need_answer"),
    path("needs/<int:pk>/reopen/", verbs.need_reopen, name="need_reopen"),
]
