from django.urls import path

from . import views

app_name = "desk"

urlpatterns = [
    path("my-work/", views.my_work, name="my_work"),
    path("areas/<slug:code>/", views.area_home, name="area_home"),
    path("styleguide/", views.styleguide, name="styleguide"),
]
