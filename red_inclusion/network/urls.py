from django.urls import path

from .views import invitations, people, reading
from .views.coordination import areas, entities, home, places, sheets, undoing
from .views.coordination import people as directory

app_name = "network"

urlpatterns = [
    path("areas/", reading.area_list, name="area_list"),
    path("entities/", reading.entity_list, name="entity_list"),
    path("entities/<int:pk>/", reading.entity_detail, name="entity_detail"),
    path("entities/<int:pk>/people/", people.entity_people, name="entity_people"),
    path("entities/<int:pk>/people/<int:person>/end/", people.access_end, name="access_end"),
    path("entities/<int:pk>/people/undo/", people.access_undo, name="access_undo"),
    path("entities/<int:pk>/invite/", invitations.invitation_create, name="invitation_create"),
    path("people/", people.my_people, name="my_people"),
    path("people/invite/", invitations.invitation_entity, name="invitation_entity"),
    path("invitations/<int:pk>/send/", invitations.invitation_send, name="invitation_send"),
    path("invitations/<int:pk>/withdraw/", invitations.invitation_withdraw, name="invitation_withdraw"),
    path("invitation/<str:token>/", invitations.invitation_accept, name="invitation"),
    path("areas/<slug:code>/people/", places.area_people, name="area_people"),
    path("areas/<slug:code>/seats/", places.seat_add, name="seat_add"),
    path("areas/<slug:code>/mandates/", places.mandate_give, name="mandate_give"),
    path("areas/<slug:code>/leads/", places.lead_name, name="lead_name"),
    path("seats/<int:pk>/end/", places.seat_end, name="seat_end"),
    path("mandates/<int:pk>/end/", places.mandate_end, name="mandate_end"),
    path("leads/<int:pk>/end/", places.lead_end, name="lead_end"),
    path("coordination/", home.overview, name="coordination"),
    path("coordination/undo/", undoing.undo, name="coordination_undo"),
    path("coordination/entities/", entities.entity_list, name="coordination_entities"),
    path("coordination/entities/new/", entities.entity_create, name="entity_create"),
    path("coordination/entities/<int:pk>/", entities.entity_edit, name="coordination_entity"),
    path("coordination/entities/<int:pk>/areas/", entities.entity_area_add, name="entity_area_add"),
    path("coordination/entities/<int:pk>/end/", entities.entity_end, name="entity_end"),
    path("coordination/entities/<int:pk>/reopen/", entities.entity_reopen, name="entity_reopen"),
    path("coordination/entities/<int:pk>/merge/", entities.entity_merge, name="entity_merge"),
    path("coordination/entities/<int:pk>/separate/", entities.entity_separate, name="entity_separate"),
    path("coordination/areas/", areas.area_list, name="coordination_areas"),
    path("coordination/areas/new/", areas.area_create, name="area_create"),
    path("coordination/areas/<slug:code>/", areas.area_edit, name="area_edit"),
    path("coordination/people/", directory.people_list, name="coordination_people"),
    path("coordination/people/<int:pk>/coordinate/", directory.coordinator_name, name="coordinator_name"),
    path("coordination/people/<int:pk>/stop/", directory.coordinator_end, name="coordinator_end"),
    path("coordination/invitations/", directory.invitation_list, name="coordination_invitations"),
    path("coordination/import/", sheets.import_list, name="import_list"),
    path("coordination/import/template.xlsx", sheets.template_book, name="import_template"),
    path("coordination/import/<slug:kind>.csv", sheets.template_text, name="import_template_csv"),
    path("coordination/import/<int:pk>/", sheets.import_detail, name="import_detail"),
    path("coordination/import/<int:pk>/apply/", sheets.import_apply, name="import_apply"),
    path("coordination/import/<int:pk>/undo/", sheets.import_undo, name="import_undo"),
    path("coordination/import/<int:pk>/drop/", sheets.import_drop, name="import_drop"),
    path("invitation/<str:token>/ask/", invitations.invitation_ask, name="invitation_ask"),
]
