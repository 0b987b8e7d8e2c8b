"""`config`: a company's configuration as text, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

config = typer.Typer(
    no_args_is_help=True, help="配置文本：导出、比较、导入、回退 / The configuration as text."
)

Company = Annotated[str | None, typer.Option(help="公司简称 / company short name")]
File = Annotated[Path, typer.Argument(help="YAML 文件，- 为标准输入 / YAML file, - for stdin")]
Prune = Annotated[
    bool, typer.Option("--prune", help="删除文本中没有的 / remove what the document leaves out")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="不再询问 / do not ask")]


@config.command("export")
def export(
    file: Annotated[Path | None, typer.Argument(help="文件，默认终端 / file")] = None,
    company: Company = None,
) -> None:
    """导出 / Write the configuration."""
    from lingting.main.config_text import export as run
    from lingting.platform.settings import Settings

    raise typer.Exit(run(Settings(), _console(), company, file))


@config.command("diff")
def diff(file: File, company: Company = None, prune: Prune = False) -> None:
    """比较：有变化退出码为 1，有问题为 2 / Show what an import would change."""
    from lingting.main.config_text import diff as run
    from lingting.platform.settings import Settings

    raise typer.Exit(run(Settings(), _console(), company, file, prune=prune))


@config.command("import")
def import_(file: File, company: Company = None, prune: Prune = False, yes: Yes = False) -> None:
    """导入 / Make the company what the document says."""
    from lingting.main.config_text import import_file as run
    from lingting.platform.settings import Settings

    raise typer.Exit(run(Settings(), _console(), company, file, prune=prune, yes=yes))


@config.command("history")
def history(company: Company = None) -> None:
    """导入记录 / Earlier imports."""
    from lingting.main.config_text import history as run
    from lingting.platform.settings import Settings

    raise typer.Exit(run(Settings(), _console(), company))


@config.command("rollback")
def rollback(
    number: Annotated[int, typer.Argument(help="导入记录的编号 / number of the import")],
    company: Company = None,
    yes: Yes = False,
) -> None:
    """回退到某次导入之前 / Go back to before an import."""
    from lingting.main.config_text import roll_back as run
    from lingting.platform.settings import Settings

    raise typer.Exit(run(Settings(), _console(), company, number, yes=yes))


def _console() -> Console:
    return Console(highlight=False, markup=False, soft_wrap=True)
