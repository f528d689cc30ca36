from django.urls import path

from .views import board, commitments, detail, editing, lists, steps

app_name = "proposals"

urlpatterns = [
    path("proposals/", lists.proposal_list, name="proposal_list"),
    path("proposals/export.csv", lists.proposal_export, name="proposal_export"),
    path("proposals/board/", board.proposal_board, name="proposal_board"),
    path("proposals/new/", editing.proposal_create, name="proposal_create"),
    path("proposals/<int:pk>/", detail.proposal_detail, name="proposal_detail"),
    path("proposals/<int:pk>/edit/", editing.proposal_edit, name="proposal_edit"),
    path("proposals/<int:pk>/state/", steps.proposal_state, name="proposal_state"),
    path("proposals/<int:pk>/milestones/", detail.milestone_add, name="milestone_add"),
    path("proposals/<int:pk>/updates/", detail.update_add, name="update_add"),
    path("proposals/<int:pk>/readings/", detail.reading_add, name="reading_add"),
    path("milestones/<int:pk>/tick/", detail.milestone_tick, name="milestone_tick"),
    path("milestones/<int:pk>/untick/", detail.milestone_untick, name="milestone_untick"),
    path("milestones/<int:pk>/remove/", detail.milestone_remove, name="milestone_remove"),
    path("commitments/<int:pk>/answer/", commitments.commitment_answer, name="commitment_answer"),
    path("commitments/<int:pk>/outcome/", commitments.commitment_outcome, name="commitment_outcome"),
    path("commitments/<int:pk>/accept-changes/", commitments.commitment_take, name="commitment_take"),
    path("commitments/<int:pk>/ask-again/", commitments.commitment_ask_again, name="commitment_ask_again"),
    path("commitments/<int:pk>/contest/", commitments.commitment_contest, name="commitment_contest"),
]
