from django.urls import path

from . import views

app_name = "notifications"

urlpatterns = [
    path("notifications/", views.notice_list, name="notice_list"),
    path("notifications/read/", views.mark_all_seen, name="mark_all_seen"),
    path("notifications/preferences/", views.preferences, name="preferences"),
    path("notifications/<int:pk>/open/", views.open_notice, name="open_notice"),
]
