"""An Asterisk that runs but answers nobody is ended and started again."""

from __future__ import annotations

import os
import signal
import time

import pytest

from lingting.main.parts import AsteriskPart
from support.asterisk import StartAsterisk

pytestmark = pytest.mark.telephony


def test_an_asterisk_that_stopped_answering_is_ended_and_keeps_its_addresses(
    start_asterisk: StartAsterisk,
) -> None:
    server = start_asterisk()
    part = AsteriskPart(server, silence_seconds=1.5)
    part.start()
    pid, address, password = server.pid, server.ari_url, server.ari_password
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    until = time.monotonic() + 20
    while part.running and time.monotonic() < until:
        time.sleep(0.1)
    assert not part.running
    part.start()
    assert server.answers()
    assert server.pid != pid
    assert (server.ari_url, server.ari_password) == (address, password)
    part.stop()
