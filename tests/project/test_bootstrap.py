"""An environment that was begun and not finished is made anew."""

import pytest

from scripts import bootstrap


@pytest.mark.parametrize(("python", "expected"), [(None, False), ("exit 1", False), ("exit 0", True)])
def test_only_an_environment_that_can_install_counts(tmp_path, monkeypatch, python, expected):
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    if python:
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin" / "python").write_text(f"#!/bin/sh\n{python}\n")
        (tmp_path / "bin" / "python").chmod(0o755)

    assert bootstrap.has_pip() is expected
