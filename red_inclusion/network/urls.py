from django.urls import path

from .views import invitations, people, privacy, reading

app_name = "network"

urlpatterns = [
    path("areas/", reading.area_list, name="area_list"),
    path("entities/", reading.entity_list, name="entity_list"),
    path("entities/<int:pk>/", reading.entity_detail, name="entity_detail"),
    path("entities/<int:pk>/people/", people.entity_people, name="entity_people"),
    path("entities/<int:pk>/people/<int:person>/end/", people.access_end, name="access_end"),
    path("entities/<int:pk>/people/undo/", people.access_undo, name="access_undo"),
    path("entities/<int:pk>/invite/", invitations.invitation_create, name="invitation_create"),
    path("my-data/", privacy.my_data, name="my_data"),
    path("my-data/download/", privacy.my_data_download, name="my_data_download"),
    path("my-data/erase/", privacy.erasure_ask, name="erasure_ask"),
    path("my-data/keep/", privacy.erasure_withdraw, name="erasure_withdraw"),
    path("personal-data/", privacy.personal_data, name="personal_data"),
    path("people/<int:pk>/erase/", privacy.person_erase, name="person_erase"),
    path("withdraw/<slug:kind>/<int:pk>/", privacy.redact_text, name="redact_text"),
    path("people/", people.my_people, name="my_people"),
    path("people/invite/", invitations.invitation_entity, name="invitation_entity"),
    path("invitations/<int:pk>/send/", invitations.invitation_send, name="invitation_send"),
    path("invitations/<int:pk>/withdraw/", invitations.invitation_withdraw, name="invitation_withdraw"),
    path("invitation/<str:token>/", invitations.invitation_accept, name="invitation"),
    path("invitation/<str:token>/ask/", invitations.invitation_ask, name="invitation_ask"),
]
