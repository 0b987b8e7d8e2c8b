"""The commands of `./lingting`: set up what is missing, then run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from tools.console import Console, SetupFailed, say
from tools.parts import Fetching, see_package
from tools.venv import PYTHON, ROOT, STATE, ensure_venv
from tools.web import DIST, WEB, ensure_dist, ensure_modules

HELP_ZH = """\
聆听 Lingting：开放的呼叫中心

  ./lingting up              安装所需的一切并启动，按 Ctrl-C 停止
  ./lingting test [类别] …   安装测试所需的一切并运行全部（或一类）测试
  ./lingting up --demo       同时运行演示公司：模拟来电与模拟坐席
  ./lingting demo 命令       演示：start stop status surge remove
  ./lingting passwd 账号     给账号设一个新的随机密码
  ./lingting config …        配置文本：export、diff、import、history、rollback
  ./lingting backup [文件]   备份数据库、录音、语音和证书，运行中也可以
  ./lingting restore 文件    从备份恢复
  ./lingting doctor          检查端口、声音、磁盘、证书等，逐项说明怎么办
  ./lingting bench [名称] …  测量性能并打印一张表（--small --long --write 文件）
  ./lingting setup           只安装，不启动
  ./lingting sbom [文件]     写出软件物料清单（CycloneDX）：Python、npm 与 Debian 软件包
  ./lingting holes           核对已知漏洞，离线即可（--refresh：联网先更新公告）
  ./lingting version         版本

测试类别：unit flow db contract telephony e2e docs lint web
"""
HELP_EN = """\
Lingting 聆听: an open contact centre

  ./lingting up                  set up everything, start it; Ctrl-C stops it
  ./lingting test [category] …   set up what tests need and run all of them, or one category
  ./lingting up --demo           the same with a company that simulated people bring to life
  ./lingting demo COMMAND        the demonstration: start stop status surge remove
  ./lingting passwd ACCOUNT      give an account a new random password
  ./lingting config …            the configuration as text: export diff import history rollback
  ./lingting backup [FILE]       back up database, recordings, prompts, certificates
  ./lingting restore FILE        restore a backup
  ./lingting doctor              check ports, sound, disk, certificates …; says what to do
  ./lingting bench [NAME] …      measure and print one table (--small --long --write FILE)
  ./lingting setup               set up only
  ./lingting sbom [FILE]         write the bill of materials (CycloneDX): Python, npm, Debian
  ./lingting holes               tell known holes, offline (--refresh asks for newer advisories)
  ./lingting version             version

Categories: unit flow db contract telephony e2e docs lint web
"""
FOR_RUNNING = ("asterisk",)


def main(arguments: Sequence[str]) -> int:
    command, *rest = arguments or ["help"]
    try:
        if command in ("help", "-h", "--help"):
            print(say(HELP_ZH, HELP_EN), end="")
            return 0
        if command == "test":
            from tools.checks import test

            return test(rest)
        if command == "stories":
            return tell_stories(rest)
        if command == "lock":
            from tools.lock import lock

            return lock()
        if command == "bench":
            return measure(rest)
        if command == "sbom":
            return write_bill(rest)
        if command == "holes":
            return run_tool("tools.holes", rest)
        if command == "release":
            from tools.release import main as release

            ensure_venv(Console())
            return release(rest)
        if command == "contracts":
            return write_contracts(Console())
        if command == "up" and _runs_already():
            run_product(["up"])
        if command in ("up", "setup"):
            set_up(Console())
            return 0 if command == "setup" else run_product(["up", *rest])
        ensure_venv(Console())
        run_product([command, *rest])
    except SetupFailed as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _runs_already() -> bool:
    """Then nothing is built anew below a running server; its own answer says where it is."""
    see_package()
    from lingting.main.home import Home, who_runs

    return PYTHON.exists() and who_runs(Home(_home()).claim) is not None


def _home() -> Path:
    return Path(os.environ.get("LINGTING_HOME") or STATE).resolve()


def set_up(console: Console) -> None:
    """Everything that running needs; skipped step by step when nothing changed."""
    fetching = Fetching(console, FOR_RUNNING)
    ensure_venv(console)
    try:
        ensure_dist(console)
    except (SetupFailed, OSError) as problem:
        if not (DIST / "index.html").exists():
            console.line(say("网页端尚未构建：", "The web client is not built: ") + str(problem))
        else:
            console.line(
                say("网页端没有更新，继续使用原来的：", "The web client stays as it was: ")
                + str(problem)
            )
    for problem in fetching.wait():
        console.line(f"! {problem}")


def write_bill(arguments: Sequence[str]) -> int:
    """The bill of materials, to a file or to standard output."""
    from tools.sbom import text

    ensure_venv(Console())
    if arguments:
        Path(arguments[0]).write_text(text(), "utf-8")
    else:
        print(text(), end="")
    return 0


def write_contracts(console: Console) -> int:
    """What is generated from the code, and the client's types from that (for developers)."""
    python = ensure_venv(console, "test")
    written = subprocess.run([str(python), "-m", "lingting", "contracts"], cwd=ROOT)
    if written.returncode:
        return written.returncode
    node = ensure_modules(console)
    types = ["npm", "run", "--silent", "api"]
    return subprocess.run(types, cwd=WEB, env=node.environment()).returncode


def run_tool(module: str, arguments: Sequence[str]) -> int:
    """A tool that needs the locked packages."""
    python = ensure_venv(Console())
    return subprocess.run([str(python), "-m", module, *arguments], cwd=ROOT).returncode


def measure(arguments: Sequence[str]) -> int:
    """What we claim about speed, measured here (see docs/performance.md)."""
    set_up(Console())
    return subprocess.run([str(PYTHON), "-m", "benchmarks", *arguments], cwd=ROOT).returncode


def tell_stories(arguments: Sequence[str]) -> int:
    """Random stories over the real services (for developers); `--help` says more."""
    python = ensure_venv(Console(), "test")
    paths = os.pathsep.join(str(ROOT / name) for name in ("src", "tests", "."))
    command = [str(python), "-m", "stories.run", *arguments]
    environment = {**os.environ, "PYTHONPATH": paths}
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def run_product(arguments: Sequence[str]) -> NoReturn:
    """Become the product's own command line."""
    python = ensure_venv(Console())
    environment = {**os.environ, "LINGTING_HOME": str(_home())}
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execve(python, [str(python), "-m", "lingting", *arguments], environment)
