"""Makes `.venv` hold exactly what a lock names. Needs nothing but a Python, any version from 3.11.

    python3 scripts/bootstrap.py run    what the server needs
    python3 scripts/bootstrap.py dev    that, and what tests and checks need

The environment remembers the lock it was made from, so that a second start takes no time.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
NEWER_NAMES = ("python3.13", "python3.12", "python3.11")


def main(kind: str) -> None:
    if is_ready(kind):
        return
    if not has_pip():
        make_environment()
    say(f"Installing what is needed to {'run' if kind == 'run' else 'test'} (once; a minute or two) …")
    subprocess.run([VENV / "bin" / "python", "-m", "pip", *PIP_OPTIONS, "-r", lock_of(kind)], check=True)
    stamp_of(kind).write_text(fingerprint(kind))


PIP_OPTIONS = ("install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps")


def is_ready(kind: str) -> bool:
    """The tests' lock contains the server's, so an environment for tests will do to run."""
    kinds = ("run", "dev") if kind == "run" else ("dev",)
    return any(stamp_of(k).exists() and stamp_of(k).read_text() == fingerprint(k) for k in kinds)


def has_pip() -> bool:
    """Not only that there is an environment: the making of one that was broken off leaves it without."""
    python = VENV / "bin" / "python"
    return python.exists() and subprocess.run([python, "-c", "import pip"], check=False).returncode == 0


def lock_of(kind: str) -> Path:
    return ROOT / "requirements" / f"{kind}.txt"


def stamp_of(kind: str) -> Path:
    return VENV / f".installed-{kind}"


def fingerprint(kind: str) -> str:
    return hashlib.sha256(lock_of(kind).read_bytes()).hexdigest()


def make_environment() -> None:
    python = find_python()
    say(f"Making the environment with {python} …")
    if subprocess.run([python, "-m", "venv", "--clear", VENV], check=False).returncode == 0:
        return
    if can_install() and install("python3-venv"):
        subprocess.run([python, "-m", "venv", "--clear", VENV], check=True)
        return
    shutil.rmtree(VENV, ignore_errors=True)
    sys.exit("Python could not make an environment. On Debian or Ubuntu: apt-get install python3-venv")


def find_python() -> str:
    if sys.version_info >= OLDEST:
        return sys.executable
    for name in NEWER_NAMES:
        path = shutil.which(name)
        if path and subprocess.run([path, "-c", ""], check=False, capture_output=True).returncode == 0:
            return path
    sys.exit(f"Red Inclusión needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.")


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(package: str) -> bool:
    """A system package, on a machine where we may; quietly false where we may not or it fails."""
    say(f"Installing {package} …")
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "check": False, "stdout": subprocess.DEVNULL}
    command = ["apt-get", "install", "-y", "--no-install-recommends", package]
    if subprocess.run(command, **quiet).returncode == 0:
        return True
    subprocess.run(["apt-get", "update"], **quiet)
    return subprocess.run(command, **quiet).returncode == 0


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
