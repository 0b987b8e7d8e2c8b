"""The sub-commands of `demo`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from lingting.main.demo.commands import DemoCommands

app = typer.Typer(no_args_is_help=True, help="演示公司与模拟来电 / The demonstration company")


def _commands() -> DemoCommands:
    from lingting.main.demo.commands import DemoCommands
    from lingting.platform.settings import Settings

    return DemoCommands(Settings(), Console(highlight=False))


@app.command()
def start(
    speed: Annotated[
        float | None,
        typer.Option(min=0.25, max=10, help="速度，默认 2 / times faster than life"),
    ] = None,
    calls: Annotated[
        float | None,
        typer.Option(min=1, max=3600, help="高峰每小时来电 / calls in the busiest hour"),
    ] = None,
    agents: Annotated[
        int | None, typer.Option(min=1, max=12, help="模拟坐席数 / simulated agents")
    ] = None,
    most: Annotated[
        int | None, typer.Option(min=1, max=200, help="同时来电上限 / most calls at a time")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="随机种子 / the world's seed")] = None,
) -> None:
    """启动演示，或改变速度与来电量 / Start it, or change how it goes."""
    code = _commands().start(
        speed=speed, peak_per_hour=calls, agents=agents, most_calls=most, seed=seed
    )
    raise typer.Exit(code)


@app.command()
def stop() -> None:
    """停止演示，数据保留 / Stop it; its data stays."""
    raise typer.Exit(_commands().stop())


@app.command()
def status() -> None:
    """查看演示状态 / Show how it is."""
    raise typer.Exit(_commands().status())


@app.command()
def surge(
    factor: Annotated[float, typer.Option(min=0.1, max=20, help="倍数 / times")] = 3,
    minutes: Annotated[float, typer.Option(min=0.5, max=240, help="分钟 / minutes")] = 5,
) -> None:
    """来电激增 / A surge of calls for a while."""
    raise typer.Exit(_commands().surge(factor, minutes))


@app.command()
def history(
    days: Annotated[int, typer.Option(min=1, max=400, help="此前多少天 / how many days back")] = 30,
) -> None:
    """建立演示公司，并补上此前若干天的历史 / Found it with days behind it."""
    raise typer.Exit(_commands().history(days))


@app.command()
def remove() -> None:
    """删除演示公司及其全部数据 / Remove the company and all of its data."""
    raise typer.Exit(_commands().remove())


@app.command(hidden=True)
def play() -> None:
    """Plays the world (started by `up`)."""
    from lingting.main.demo.role import play as run
    from lingting.platform.settings import Settings

    run(Settings())
