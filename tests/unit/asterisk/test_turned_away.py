"""What Asterisk's log says of callers whom it turned away."""

from __future__ import annotations

from pathlib import Path

import pytest

from lingting.adapters.asterisk.sound_ports import TurnedAway

pytestmark = pytest.mark.unit

NO_PORT = """\
[2026-11-29 21:30:55.127] ERROR[7] res_rtp_asterisk.c: Oh dear... we couldn't allocate a port for RTP instance '0x7'
[2026-11-29 21:30:55.128] ERROR[7] res_pjsip_sdp_rtp.c: Unable to create RTP instance using RTP engine 'asterisk'
"""  # noqa: E501
CALLER = """\
[2026-11-29 21:30:55.128] ERROR[7] res_pjsip_session.c:  anonymous: Couldn't negotiate stream 0:audio-0:audio:sendrecv (nothing)
"""  # noqa: E501
AGENT = """\
[2026-11-29 21:33:13.115] ERROR[7] res_pjsip_session.c:  PJSIP/a-03: Couldn't add sdp streams for stream 0:audio-0 (alaw)
"""  # noqa: E501
LIMIT = """\
[2026-11-29 21:31:01.818] WARNING[9][C-0000001] pbx.c: Maximum call limit of 2 calls exceeded by 'PJSIP/a-02'!
[2026-11-29 21:31:01.818] WARNING[9][C-0000001] chan_pjsip.c: Failed to start PBX (call limit reached)
"""  # noqa: E501


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "messages.log"
    path.write_text(NO_PORT + CALLER)
    return path


def add(log: Path, text: str) -> None:
    with log.open("a") as file:
        file.write(text)


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        (NO_PORT + CALLER, {"no_port": 1}),
        ((NO_PORT + CALLER) * 3, {"no_port": 3}),
        (NO_PORT + AGENT, {}),
        (NO_PORT + AGENT + CALLER, {}),
        (CALLER, {}),
        (LIMIT, {"limit": 1}),
        ("no line of a log\n", {}),
    ],
)
def test_callers_are_counted_agents_and_strange_sound_are_not(
    log: Path, said: str, counted: dict[str, int]
) -> None:
    read = TurnedAway(log)
    assert read.news() == {}, "what is old is not news"
    add(log, said)
    assert read.news() == counted


def test_a_line_that_is_half_written_is_read_when_it_is_whole(log: Path) -> None:
    read = TurnedAway(log)
    read.news()
    add(log, LIMIT[:-10])
    assert read.news() == {}
    add(log, LIMIT[-10:])
    assert read.news() == {"limit": 1}


def test_a_log_that_begins_anew_is_read_from_its_beginning(log: Path) -> None:
    read = TurnedAway(log)
    read.news()
    log.write_text(LIMIT)
    assert read.news() == {"limit": 1}
    log.rename(log.with_suffix(".1"))
    assert read.news() == {}
    log.write_text(LIMIT * 5)
    assert read.news() == {"limit": 5}


def test_without_a_log_nothing_is_known(tmp_path: Path) -> None:
    read = TurnedAway(tmp_path / "messages.log")
    assert read.news() == {}
    (tmp_path / "messages.log").write_text(LIMIT)
    assert read.news() == {}
    add(tmp_path / "messages.log", LIMIT)
    assert read.news() == {"limit": 1}
