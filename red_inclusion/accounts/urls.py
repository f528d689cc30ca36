from django.urls import path

from . import views

app_name = "accounts"

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("terms/", views.accept_terms, name="terms"),
    path("2fa/webauthn/restore/", views.key_restore, name="key_restore"),
    path("sessions/", views.device_list, name="device_list"),
    path("sessions/<int:pk>/end/", views.device_end, name="device_end"),
    path("sessions/end-others/", views.device_end_others, name="device_end_others"),
]
