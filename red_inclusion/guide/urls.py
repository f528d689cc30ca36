from django.urls import path

from . import views

app_name = "guide"

urlpatterns = [
    path("help/", views.index, name="index"),
    path("help/voting/", views.voting, name="voting"),
    path("help/voting/<int:pk>/", views.voting_at, name="voting_at"),
    path("help/hints/show/", views.hints_show, name="hints_show"),
    path("help/hints/<slug:name>/hide/", views.hint_hide, name="hint_hide"),
    path("help/<slug:name>/", views.page, name="page"),
]
