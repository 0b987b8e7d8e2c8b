"""A value of a report as people read it in a letter; files keep the numbers themselves."""

from datetime import datetime


def shown(value: int | float | str | None, unit: str) -> str:
    """Shares in percent, seconds with one decimal, instants to the minute."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return _moment(value) if unit == "instant" else value
    match unit:
        case "share":
            return f"{value * 100:.1f}%"
        case "seconds" | "rate":
            return f"{value:,.1f}"
        case "score":
            return f"{value:.2f}"
        case _:
            return f"{value:,.0f}"


def _moment(text: str) -> str:
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}"
    except ValueError:
        return text
