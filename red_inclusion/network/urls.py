from django.urls import path

from . import views

app_name = "network"

urlpatterns = [
    path("areas/", views.area_list, name="area_list"),
    path("entities/", views.entity_list, name="entity_list"),
    path("entities/<int:pk>/", views.entity_detail, name="entity_detail"),
]
