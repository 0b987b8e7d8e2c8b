"""A process of ours takes as many open files as the system allows."""

import resource
import subprocess
import sys

import pytest

pytestmark = pytest.mark.unit

LOW = 300
ASK = (
    "import resource; from lingting.platform.handles import allow_many; allow_many(); "
    "print(*resource.getrlimit(resource.RLIMIT_NOFILE))"
)


def asked(hard: int) -> list[int]:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (LOW, hard))

    command = [sys.executable, "-c", ASK]
    done = subprocess.run(command, preexec_fn=limit, capture_output=True, text=True, check=True)
    return [int(word) for word in done.stdout.split()]


def test_the_soft_limit_rises_to_the_hard_one_and_no_further() -> None:
    assert asked(hard=700) == [700, 700]
    assert asked(hard=LOW) == [LOW, LOW]
