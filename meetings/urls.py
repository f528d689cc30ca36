from django.urls import path

from .views import agenda, attendance, ballots, decisions, guests, join, meetings, minutes, results, room, rounds, turns

app_name = "meetings"

meeting_urls = [
    path("join/", join.join, name="join"),
    path("join/<str:code>/", join.join_code, name="join_code"),
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    path("meetings/new/", meetings.meeting_create, name="meeting_create"),
    path("meetings/<int:pk>/", meetings.meeting_detail, name="meeting_detail"),
    path("meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/convene/", turns.meeting_convene, name="meeting_convene"),
    path("meetings/<int:pk>/start/", turns.meeting_start, name="meeting_start"),
    path("meetings/<int:pk>/close/", turns.meeting_close, name="meeting_close"),
    path("meetings/<int:pk>/cancel/", turns.meeting_cancel, name="meeting_cancel"),
    path("meetings/<int:pk>/reply/", meetings.meeting_reply, name="meeting_reply"),
    path("meetings/<int:pk>/print/", meetings.meeting_print, name="meeting_print"),
    path("meetings/<int:pk>/qr.svg", meetings.meeting_qr, name="qr"),
    path("meetings/<int:pk>/stage/", meetings.stage_set, name="stage_set"),
    path("meetings/<int:pk>/check-in/", attendance.check_in_view, name="check_in"),
    path("meetings/<int:pk>/just-watch/", attendance.just_watch_view, name="just_watch"),
    path("meetings/<int:pk>/guest/", guests.guest, name="guest"),
    path("guests/<int:pk>/admit/", guests.guest_admit, name="guest_admit"),
    path("meetings/<int:pk>/guests/admit/", guests.guests_admit, name="guests_admit"),
    path("guests/<int:pk>/put-out/", guests.guest_put_out, name="guest_put_out"),
    path("guests/<int:pk>/turn-away/", guests.guest_turn_away, name="guest_turn_away"),
    path("meetings/<int:pk>/attendance/", attendance.attendance, name="attendance"),
    path("meetings/<int:pk>/attendance/mark/", attendance.attendance_mark, name="attendance_mark"),
    path("meetings/<int:pk>/agenda/add/", agenda.agenda_add, name="agenda_add"),
    path("meetings/<int:pk>/agenda/restore/", agenda.agenda_restore, name="agenda_restore"),
    path("agenda/<int:pk>/edit/", agenda.agenda_edit, name="agenda_edit"),
    path("agenda/<int:pk>/move/", agenda.agenda_move, name="agenda_move"),
    path("agenda/<int:pk>/remove/", agenda.agenda_remove, name="agenda_remove"),
    path("agenda/<int:pk>/current/", agenda.agenda_current, name="agenda_current"),
]

minutes_urls = [
    path("meetings/<int:pk>/decisions/", decisions.decision_add, name="decision_add"),
    path("meetings/<int:pk>/decisions/restore/", decisions.decision_restore, name="decision_restore"),
    path("decisions/<int:pk>/edit/", decisions.decision_edit, name="decision_edit"),
    path("decisions/<int:pk>/remove/", decisions.decision_remove, name="decision_remove"),
    path("minutes/", minutes.minutes_list, name="minutes_list"),
    path("meetings/<int:pk>/minutes/", minutes.minutes_create, name="minutes_create"),
    path("minutes/<int:pk>/", minutes.minutes_detail, name="minutes_detail"),
    path("minutes/<int:pk>/edit/", minutes.minutes_edit, name="minutes_edit"),
    path("minutes/<int:pk>/publish/", minutes.minutes_publish, name="minutes_publish"),
    path("minutes/<int:pk>/public/", minutes.minutes_make_public, name="minutes_make_public"),
]

room_urls = [
    path("meetings/<int:pk>/room/", room.room, name="room"),
    path("meetings/<int:pk>/console/", room.console, name="console"),
    path("meetings/<int:pk>/projector/", room.projector, name="projector"),
    path("meetings/<int:pk>/rounds/new/", results.round_create, name="round_create"),
    path("rounds/<int:pk>/", results.round_detail, name="round_detail"),
    path("rounds/<int:pk>/edit/", results.round_edit, name="round_edit"),
    path("rounds/<int:pk>/remove/", rounds.round_remove, name="round_remove"),
]

vote_urls = [
    path("meetings/<int:pk>/room/snapshot/", ballots.room_snapshot, name="room_snapshot"),
    path("rounds/<int:pk>/ballot/", ballots.ballot, name="ballot"),
    path("rounds/<int:pk>/open/", rounds.round_open, name="round_open"),
    path("rounds/<int:pk>/close/", rounds.round_close, name="round_close"),
    path("rounds/<int:pk>/publish/", rounds.round_publish, name="round_publish"),
    path("rounds/<int:pk>/stricter/", rounds.round_stricter, name="round_stricter"),
    path("rounds/<int:pk>/void/", rounds.round_void, name="round_void"),
]

urlpatterns = [*meeting_urls, *minutes_urls, *room_urls, *vote_urls]
