"""Samples for /styleguide/: things of every kind in every state, made up and never stored."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator

from meetings.enums import MeetingState
from meetings.models import Meeting
from needs.enums import NeedState
from needs.models import Need
from proposals.enums import CommitmentState, ProposalState
from proposals.models import Proposal
from red_inclusion.core import clock
from red_inclusion.core.templatetags.look import URGENCY_WORDS
from red_inclusion.network.enums import Accent
from red_inclusion.network.models import Area, Entity

TITLES = (
    "Transporte a la formación para quien vive en las pedanías",
    "Un sitio tranquilo donde estudiar por la tarde",
    "Acompañamiento a familias recién llegadas que no conocen los recursos ni el idioma",
    "Comedor escolar en verano",
    "Cita previa sin internet",
)
TOKENS = """
paper sheet sunk ink ink-soft rule rule-strong action action-tint urgent urgent-tint attention attention-tint done
done-tint urgency-0 urgency-1 urgency-2 urgency-3 urgency-4
""".split()
SPREADS = ([0, 0, 1, 4, 6], [3, 2, 2, 2, 3], [0, 0, 0, 0, 1], [0, 0, 0, 0, 0], [30, 1, 1, 1, 30])


class SampleForm(forms.Form):
    """Every kind of field; one of each is wrong."""

    title = forms.CharField(label="The need, in one sentence", help_text="As you would tell a colleague.")
    statement = forms.CharField(label="What happens, and to whom", widget=forms.Textarea, required=False)
    area = forms.ChoiceField(label="Area", choices=[("", "–"), ("EMP", "Empleo y Formación")])
    day = forms.DateField(label="By when?", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    people = forms.ChoiceField(
        label="How many people?", choices=[("few", "Fewer than 10"), ("many", "More")], widget=forms.RadioSelect
    )
    collectives = forms.MultipleChoiceField(
        label="Who is touched",
        choices=[("young", "Young people"), ("old", "Older people")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    public = forms.BooleanField(label="Also a version for everybody")


@dataclass(frozen=True)
class Toast:
    level_tag: str
    words: str

    def __str__(self) -> str:
        return self.words


class Samples:
    """What the page shows; `areas` has one for each accent."""

    def __init__(self) -> None:
        self.areas = [
            Area(pk=place, code=f"A{place}", name=str(accent.label).capitalize(), accent=accent)
            for place, accent in enumerate(Accent, 1)
        ]
        for area in self.areas:
            vars(area).update(entity_count=area.pk, people_count=3 * area.pk)
        names = ("Cruz Roja", "Servicios Sociales", "CEPAIM", "El Candil", "Cáritas", "Igualdad", "Juventud", "SEF")
        self.entities = [Entity(pk=place, name=name, kind="third_sector") for place, name in enumerate(names, 1)]

    def needs(self) -> list[Need]:
        return [self._need(place, state) for place, state in enumerate(NeedState)]

    def _need(self, place: int, state: str) -> Need:
        need = Need(
            pk=place + 1,
            reference=f"EMP-2026-{place + 1:03}",
            title=TITLES[place % len(TITLES)],
            statement=TITLES[place % len(TITLES)],
            area=self.areas[place % len(self.areas)],
            entity=self.entities[place % len(self.entities)],
            state=state,
        )
        voted = place % 3 != 0
        vars(need).update(
            sees_entity=True,
            confirmation_count=place,
            priority_rank=place if voted else None,
            priority_out_of=12,
            priority_mean=place * 0.8 if voted else None,
            priority_agreement=0.7,
            priority_decided_at=clock.now(),
        )
        return need

    def proposals(self) -> list[Proposal]:
        return [self._proposal(place, state) for place, state in enumerate(ProposalState)]

    def _proposal(self, place: int, state: str) -> Proposal:
        proposal = Proposal(
            pk=place + 1,
            reference=f"EMP-2026-P{place + 1:02}",
            title=TITLES[-place % len(TITLES)],
            area=self.areas[place % len(self.areas)],
            lead_entity=self.entities[place % len(self.entities)],
            deadline=clock.today() + timedelta(days=30 * (place - 3)),
            state=state,
        )
        vars(proposal).update(milestone_count=4, milestones_done=place % 5)
        return proposal

    def meetings(self) -> list[Meeting]:
        return [self._meeting(place, state) for place, state in enumerate(MeetingState)]

    def _meeting(self, place: int, state: str) -> Meeting:
        meeting = Meeting(
            pk=place + 1,
            title="Reunión de seguimiento del área",
            area=self.areas[place % len(self.areas)],
            starts_at=clock.now() + timedelta(days=7 * place),
            place="Vivero de Empresas",
            state=state,
        )
        vars(meeting).update(coming=12, here=14, my_reply="coming")
        return meeting

    def board(self) -> list[dict[str, Any]]:
        proposals = self.proposals()
        return [
            {"state": state, "total": len(shown), "cards": [{"proposal": each} for each in shown], "hidden": hidden}
            for state, shown, hidden in (
                (ProposalState.PROPOSED, proposals[:2], 3),
                (ProposalState.IN_PROGRESS, proposals[2:3], 0),
                (ProposalState.DONE, [], 0),
            )
        ]

    def stations(self) -> list[dict[str, Any]]:
        now = clock.now()
        return [
            {"when": now - timedelta(days=90), "title": "Detectada por Cruz Roja", "state": "done"},
            {"when": now, "title": "Prioritaria: 2.ª de 12", "text": "Votación del 20 de enero", "state": "current"},
            {"title": "Propuesta de actuación", "text": "Alguien dice qué se hará.", "state": "future"},
        ]

    def results(self) -> list[dict[str, Any]]:
        return [self._result(place, spread) for place, spread in enumerate(SPREADS, 1)]

    def _result(self, place: int, spread: list[int]) -> dict[str, Any]:
        n = sum(spread)
        mean = sum(value * count for value, count in enumerate(spread)) / n if n > 1 else None
        return {
            "place": place,
            "rank": place if n > 1 else None,
            "item": {"id": place, "need": place, "title": TITLES[place - 1], "entity": self.entities[place].name},
            "told": {"distribution": spread},
            "result": {"n": n, "passed": place % 2, "distribution": spread},
            "mean": mean,
            "agreement": 0.9 - place * 0.2 if n > 2 else None,
        }

    def ballot(self) -> dict[str, Any]:
        scale = [{"value": str(value), "words": words} for value, words in enumerate(URGENCY_WORDS)]
        row = self.results()[0] | {"choice": "3", "recorded_at": clock.now()}
        return {"row": row, "scale": scale, "total": 12}

    def record(self) -> dict[str, Any]:
        """Of minutes, as `meetings` closes them."""
        return {
            "summary": "Se revisan las propuestas en marcha.\n\nSe vota lo que ha llegado este mes.",
            "attendance": [{"entity": each.name, "present": ["Técnica de empleo"]} for each in self.entities[:2]],
            "agenda": [{"title": "Bienvenida"}, {"title": "Prioridades", "notes": "Se explica la escala."}],
            "decisions": [{"number": 1, "text": "Pedir a la biblioteca que abra los sábados."}],
            "results": [
                {
                    "title": "¿Qué es lo más urgente?",
                    "turnout": {"cast": 14, "entitled": 18},
                    "needs": [
                        {"rank": 1, "title": TITLES[0], "reference": "EMP-2026-001", "mean": 3.4, "n": 14},
                        {"rank": 2, "title": TITLES[1], "reference": "EMP-2026-002", "mean": 1.6, "n": 12},
                    ],
                }
            ],
        }


def icons() -> list[str]:
    sprite = Path(settings.PROJECT_DIR) / "static" / "img" / "icons.svg"
    return re.findall(r'<symbol id="([\w-]+)"', sprite.read_text())


def context(page: str) -> dict[str, Any]:
    wrong = SampleForm({"title": "", "area": "none", "day": "31/31/2026"}, auto_id="wrong_%s")
    return {
        "samples": Samples(),
        "form": SampleForm(initial={"people": "few"}),
        "wrong_form": wrong,
        "toasts": [Toast(tag, f"A toast of {tag}.") for tag in ("success", "info", "warning", "error")],
        "page_obj": Paginator(range(200), 20).get_page(page),
        "icons": icons(),
        "tokens": TOKENS,
        "tones": ("neutral", "accent", "info", "done", "attention", "urgent"),
        "text_sizes": ("2xl", "xl", "l", "m", "s", "xs"),
        "spaces": range(1, 9),
        "urgencies": (None, 0, 1, 2, 3, 4),
        "commitments": list(CommitmentState),
        "steps": [
            {"label": "Detectada", "state": "done"},
            {"label": "En marcha", "state": "current", "note": "desde enero"},
            {"label": "Atendida", "state": "future"},
        ],
        "segments": [
            {"label": "List", "url": "?view=list", "current": True},
            {"label": "Board", "url": "?view=board"},
        ],
    }
