from django.urls import path

from . import views

urlpatterns = [
    path("<str:token>/", views.personal_link, name="personal_link"),
]
