"""The checkout's virtual environment with the locked packages, each checked by its hash."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import stamps
from tools.console import Console, Note, SetupFailed, say

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".lingting"
VENV = STATE / "venv"
PYTHON = VENV / "bin" / "python"
STAMPS = STATE / "stamps"
REGIONS = ROOT / "src" / "lingting" / "kernel" / "regions.bin"
REQUIREMENTS = ROOT / "requirements"
# A set contains the ones after it: what tests need holds what running needs.
SETS = ("test", "run")


def ensure_venv(console: Console, wanted: str = "run") -> Path:
    """The environment's Python, with the packages of the wanted set."""
    _ensure_environment(console)
    value = _fingerprint(wanted)
    if not stamps.is_current(STAMPS / f"packages-{wanted}", value):
        title = say("安装 Python 软件包", "Python packages")
        with console.step(title) as note:
            _install(REQUIREMENTS / f"{wanted}.txt", note)
        for name in SETS:
            (STAMPS / f"packages-{name}").unlink(missing_ok=True)
        for name in SETS[SETS.index(wanted) :]:
            stamps.put(STAMPS / f"packages-{name}", _fingerprint(name))
    _ensure_regions(console)
    return PYTHON


def _ensure_regions(console: Console) -> None:
    sources = [REQUIREMENTS / "run.txt", ROOT / "tools" / "regions.py", REGIONS.with_suffix(".py")]
    value = stamps.fingerprint(sources)
    if REGIONS.exists() and stamps.is_current(STAMPS / "regions", value):
        return
    with console.step(say("整理号码归属地", "Areas of telephone numbers")):
        done = subprocess.run(
            [str(PYTHON), "-m", "tools.regions"],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            failed = say("号码归属地整理失败：\n", "The areas of numbers could not be written:\n")
            raise SetupFailed(failed + (done.stdout + done.stderr)[-1500:])
    stamps.put(STAMPS / "regions", value)


def install_extra(name: str, note: Note) -> None:
    """Add the packages of requirements/`name`.txt, once."""
    value = _fingerprint(name)
    if not stamps.is_current(STAMPS / f"extra-{name}", value):
        _install(REQUIREMENTS / f"{name}.txt", note)
        stamps.put(STAMPS / f"extra-{name}", value)


def _fingerprint(name: str) -> str:
    return stamps.fingerprint([REQUIREMENTS / f"{name}.txt"], sys.version, str(VENV))


def _ensure_environment(console: Console) -> None:
    if not _is_usable():
        with console.step(say("建立 Python 虚拟环境", "Virtual environment")):
            shutil.rmtree(STAMPS, ignore_errors=True)
            _create()
    packages = next((VENV / "lib").glob("python3*/site-packages"))
    link = packages / "lingting-checkout.pth"
    source = f"{ROOT / 'src'}\n"
    if not link.exists() or link.read_text("utf-8") != source:
        link.write_text(source, "utf-8")


def _is_usable() -> bool:
    """It exists, its Python starts, and it was made here (environments cannot be moved)."""
    if not PYTHON.exists():
        return False
    done = subprocess.run(
        [str(PYTHON), "-I", "-c", "import sys; print(sys.prefix, sys.version)"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode == 0 and done.stdout.strip() == f"{VENV} {sys.version}"


def _create() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupFailed(
            say(
                "无法建立虚拟环境。Debian 请先安装 python3-venv。\n",
                "The virtual environment could not be made. On Debian install python3-venv.\n",
            )
            + (done.stdout + done.stderr)[-1500:]
        )


def _install(requirements: Path, note: Note) -> None:
    command = [
        str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-input",
        "--disable-pip-version-check", "--progress-bar", "off", "-r", str(requirements),
    ]  # fmt: skip
    environment = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}
    said: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            said.append(line.rstrip())
            note(line.strip().split(" (from ", 1)[0])
    if running.returncode != 0:
        failed = say("软件包安装失败：\n", "The packages could not be installed:\n")
        raise SetupFailed(failed + "\n".join(said[-12:]))
