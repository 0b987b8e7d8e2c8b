"""Makes a release: the source's archive, its bill of materials, their checksums, one signature."""

from __future__ import annotations

import gzip
import hashlib
import io
import subprocess
import tarfile
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

from tools.console import SetupFailed, say
from tools.parts import see_package
from tools.sbom import text
from tools.venv import ROOT

NAMESPACE = "lingting-release"
"""What the signature is for: one that was made for anything else does not fit."""
SUMS = "SHA256SUMS"
USAGE = say(
    "用法：./lingting release 目录 私钥（ssh-keygen -t ed25519 生成，不放进仓库）",
    "Usage: ./lingting release FOLDER KEY (made with ssh-keygen -t ed25519, kept elsewhere)",
)


def main(arguments: Sequence[str]) -> int:
    """Of what is committed, and nothing else."""
    if len(arguments) != 2:
        print(USAGE)
        return 2
    target, key = (Path(argument).resolve() for argument in arguments)
    if _git("status", "--porcelain"):
        raise SetupFailed(say("有未提交的改动。", "There are changes that are not committed."))
    files = [ROOT / name for name in _git("ls-files", "-z").split("\0") if name]
    made = make(target, key, ROOT, files, text())
    print(say("已写好并签名：", "Written and signed: ") + ", ".join(path.name for path in made))
    return 0


def make(
    target: Path, key: Path, root: Path, files: Iterable[Path], bill: str
) -> tuple[Path, Path, Path, Path]:
    """The same bytes from the same files each time; `key` is a private key of OpenSSH."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    name = f"lingting-{project['version']}"
    target.mkdir(parents=True, exist_ok=True)
    inside = sorted(path.relative_to(root) for path in files)
    archive, parts, sums = (target / end for end in (f"{name}.tar.gz", f"{name}.cdx.json", SUMS))
    archive.write_bytes(_packed(root, inside, name))
    parts.write_text(bill, "utf-8")
    # The locks are named once more, so that the unpacked ones can be checked before set-up.
    locks = [path for path in inside if _is_lock(path)]
    lines = [f"{_digest(path)}  {path.name}" for path in (archive, parts)]
    lines += [f"{_digest(root / path)}  {name}/{path}" for path in locks]
    sums.write_text("\n".join(lines) + "\n", "utf-8")
    return archive, parts, sums, _signed(sums, key)


def _is_lock(path: Path) -> bool:
    return path.parts[0] == "requirements" or path.name == "package-lock.json"


def _packed(root: Path, inside: Iterable[Path], name: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path in inside:
            entry = tar.gettarinfo(root / path, f"{name}/{path}")
            entry.uid = entry.gid = entry.mtime = 0
            entry.uname = entry.gname = ""
            entry.mode = 0o755 if entry.mode & 0o100 else 0o644
            with (root / path).open("rb") as content:
                tar.addfile(entry, content if entry.isreg() else None)
    return gzip.compress(packed.getvalue(), mtime=0)


def _signed(sums: Path, key: Path) -> Path:
    see_package()
    from lingting.adapters.debian.tools import tool

    signature = sums.with_name(f"{SUMS}.sig")
    signature.unlink(missing_ok=True)
    keygen = tool("ssh-keygen")
    command = [*keygen.command, "-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(sums)]
    done = subprocess.run(command, capture_output=True, text=True, env=keygen.merged_environment())
    if done.returncode != 0:
        raise SetupFailed(say("签名失败：", "It could not be signed: ") + done.stderr.strip())
    return signature


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout
