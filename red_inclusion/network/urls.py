from django.urls import path

from .views import invitations, mails, people, privacy, reading, resources

app_name = "network"

urlpatterns = [
    path("areas/", reading.area_list, name="area_list"),
    path("entities/", reading.entity_list, name="entity_list"),
    path("entities/<int:pk>/", reading.entity_detail, name="entity_detail"),
    path("entities/<int:pk>/people/", people.entity_people, name="entity_people"),
    path("entities/<int:pk>/people/<int:person>/end/", people.access_end, name="access_end"),
    path("entities/<int:pk>/people/undo/", people.access_undo, name="access_undo"),
    path("entities/<int:pk>/invite/", invitations.invitation_create, name="invitation_create"),
    path("entities/<int:pk>/resources/check/", resources.resource_check, name="resource_check"),
    path("resources/", resources.resource_list, name="resource_list"),
    path("resources/new/", resources.resource_create, name="resource_create"),
    path("resources/<int:pk>/", resources.resource_detail, name="resource_detail"),
    path("resources/<int:pk>/edit/", resources.resource_edit, name="resource_edit"),
    path("resources/<int:pk>/confirm/", resources.resource_confirm, name="resource_confirm"),
    path("resources/<int:pk>/retire/", resources.resource_retire, name="resource_retire"),
    path("resources/<int:pk>/restore/", resources.resource_restore, name="resource_restore"),
    path("mails/", mails.mail_list, name="mail_list"),
    path("mails/<int:pk>/send/", mails.mail_retry, name="mail_retry"),
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
