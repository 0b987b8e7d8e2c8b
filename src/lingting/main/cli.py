"""The command line: `up`, the roles it starts (`serve`, `worker`), and small services."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, TextIO, cast

import typer
from rich.console import Console

from lingting import __version__
from lingting.main.config_cli import config
from lingting.main.demo.cli import app as demo_app
from lingting.main.words import text

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(demo_app, name="demo")
app.add_typer(config, name="config")


@app.command()
def up(
    host: Annotated[str | None, typer.Option(help="监听地址 / address to listen on")] = None,
    port: Annotated[int | None, typer.Option(help="监听端口 / port to listen on")] = None,
    cert: Annotated[Path | None, typer.Option(help="TLS 证书 / TLS certificate (PEM)")] = None,
    key: Annotated[Path | None, typer.Option(help="TLS 私钥 / TLS key (PEM)")] = None,
    demo: Annotated[bool, typer.Option(help="同时运行演示公司 / with the demonstration")] = False,
) -> None:
    """启动全部服务，Ctrl-C 停止 / Start everything; Ctrl-C stops it."""
    from lingting.main.up import up as run
    from lingting.platform.log import Undisturbed
    from lingting.platform.settings import Settings

    console = Console(highlight=False, file=cast(TextIO, Undisturbed(sys.stdout)))
    if (cert is None) != (key is None):
        console.print(text("cert_and_key"))
        raise typer.Exit(2)
    named = {"host": host, "port": port, "cert": cert, "key": key}
    chosen = {name: value for name, value in named.items() if value is not None}
    settings = Settings(**chosen)
    if demo and settings.ari_url:
        console.print(text("demo_own_asterisk"))
        raise typer.Exit(2)
    raise typer.Exit(run(settings, console, demo=demo))


@app.command()
def serve() -> None:
    """网页与引擎进程 / The web server and engine (started by `up`)."""
    from lingting.main.roles import serve as run
    from lingting.platform.settings import Settings

    run(Settings())


@app.command()
def worker() -> None:
    """后台任务进程 / The worker of background jobs (started by `up`)."""
    from lingting.main.roles import work
    from lingting.platform.settings import Settings

    work(Settings())


@app.command()
def passwd(
    account: Annotated[str, typer.Argument(help="账号 / account")],
    company: Annotated[str | None, typer.Option(help="公司简称 / company short name")] = None,
) -> None:
    """设一个新的随机密码 / Set a new random password."""
    from lingting.main.passwd import passwd as run
    from lingting.platform.settings import Settings

    raise typer.Exit(run(Settings(), company, account, Console(highlight=False)))


@app.command(name="rebuild-reports")
def rebuild_reports(
    company: Annotated[str | None, typer.Option(help="公司简称 / company short name")] = None,
) -> None:
    """由事件日志重建报表数据 / Make the numbers of reports anew from the event log."""
    from lingting.main.rebuilding import rebuild_reports as run
    from lingting.platform.settings import Settings

    raise typer.Exit(run(Settings(), company, Console(highlight=False)))


@app.command()
def backup(
    file: Annotated[
        Path | None, typer.Argument(help="目录，或 .tar 文件 / a folder, or a .tar file")
    ] = None,
    keep: Annotated[
        int | None, typer.Option(min=1, help="只留最新几份 / keep the newest only")
    ] = None,
) -> None:
    """备份，运行中也可以 / Back everything up, running or not."""
    from lingting.main.backup.commands import backup as run
    from lingting.platform.settings import Settings

    raise typer.Exit(run(Settings(), file, keep, Console(highlight=False)))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="备份文件 / the backup")],
    replace: Annotated[
        bool, typer.Option("--replace", help="替换现有数据 / replace what is here")
    ] = False,
) -> None:
    """从备份恢复 / Restore a backup."""
    from lingting.main.backup.commands import restore as run
    from lingting.platform.settings import Settings

    raise typer.Exit(run(Settings(), file, Console(highlight=False), replace=replace))


@app.command(hidden=True)
def contracts() -> None:
    """Writes contracts/ and docs/reference/ anew (for developers)."""
    from lingting.main.contracts import ROOT, write

    for path in write():
        typer.echo(path.relative_to(ROOT))


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
) -> None:
    """逐项检查，说明怎么办 / Check everything; say what to do."""
    from lingting.main.doctor import doctor as run
    from lingting.platform.settings import Settings

    raise typer.Exit(run(Settings(), Console(highlight=False), as_json=as_json))


@app.command()
def version() -> None:
    """版本 / Version."""
    typer.echo(__version__)


def main() -> None:
    """Runs what the arguments say; what can be expected to go wrong is told in a sentence."""
    for stream in (sys.stdout, sys.stderr):
        cast(TextIOWrapper, stream).reconfigure(errors="replace")
    try:
        app()
    except Exception as problem:
        from lingting.main.refusals import said

        words = said(problem)
        if words is None:
            raise
        console = Console(stderr=True, highlight=False)
        console.print(words, style="red", markup=False, soft_wrap=True)
        sys.exit(1)
