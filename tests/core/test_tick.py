from io import StringIO

import pytest
from django.core.management import call_command

from red_inclusion.core import jobs


@pytest.fixture
def registered(monkeypatch):
    jobs_here = {}
    monkeypatch.setattr(jobs, "_jobs", jobs_here)
    return jobs_here


def test_a_tick_runs_every_job_and_says_how_it_went(registered):
    ran = []
    jobs.register("fails", lambda: 1 / 0)
    jobs.register("works", lambda: ran.append("works"))
    out = StringIO()

    call_command("tick", stdout=out)

    assert ran == ["works"]
    assert out.getvalue() == "FAILED: fails\ndone: works\n"
