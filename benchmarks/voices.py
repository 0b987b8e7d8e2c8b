"""The sound of all telephones that SIPp plays: one process sends every packet that is said.

SIPp's own streams wake a thread for each packet, and its echo has one socket for all calls; with
some hundred talks both take what the measured program should have. Here all streams share a socket
and a quarter of them is sent each five milliseconds by one `sendmmsg`. What comes back is not read.

`python -m benchmarks.voices PORT FOLDER`. Who speaks, and to which port, is told by SIPp's notes in
the folder's `*.log`: `speaks NUMBER PORT …` from then on, until `ends NUMBER PORT …`, or
`over FIRST` for all whose numbers begin so.
"""

from __future__ import annotations

import ctypes
import os
import random
import socket
import sys
import time
from pathlib import Path

import numpy as np

SPEAKS, SILENT = "9", "7"
"""How the numbers of callers begin who speak, and of those who do not; so do their agents."""
BEATS = 4
BEAT_SECONDS = 0.02 / BEATS
LATE_SECONDS = 0.5
MOST = 512
SAMPLES = 160
ALAW = 8
_PACKET = np.dtype(
    [("version", "u1"), ("kind", "u1"), ("seq", ">u2"), ("time", ">u4"), ("source", ">u4"),
     ("sound", "u1", SAMPLES)]
)  # fmt: skip
_ADDRESS = np.dtype([("family", "u2"), ("port", ">u2"), ("host", "u1", 4), ("zero", "u1", 8)])


class _Vector(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


class _Header(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_void_p), ("name_length", ctypes.c_uint32),
        ("vectors", ctypes.POINTER(_Vector)), ("vector_count", ctypes.c_size_t),
        ("control", ctypes.c_void_p), ("control_length", ctypes.c_size_t),
        ("flags", ctypes.c_int),
    )  # fmt: skip


class _Message(ctypes.Structure):
    _fields_ = (("header", _Header), ("sent", ctypes.c_uint))


_libc = ctypes.CDLL(None, use_errno=True)


class Beat:
    """Those who are sent together: sendmmsg(2) over packets that stay where they are."""

    def __init__(self, made: random.Random) -> None:
        self.ports: list[int] = []
        self._packets = np.zeros(MOST, _PACKET)
        self._packets["version"], self._packets["kind"] = 0x80, ALAW
        self._packets["sound"] = np.frombuffer(made.randbytes(MOST * SAMPLES), np.uint8).reshape(
            MOST, SAMPLES
        )
        self._packets["source"] = [made.getrandbits(32) for _ in range(MOST)]
        self._addresses = np.zeros(MOST, _ADDRESS)
        self._addresses["family"], self._addresses["host"] = socket.AF_INET, (127, 0, 0, 1)
        self._vectors = (_Vector * MOST)()
        self._messages = (_Message * MOST)()
        for at in range(MOST):
            self._vectors[at].base = self._packets.ctypes.data + at * _PACKET.itemsize
            self._vectors[at].length = _PACKET.itemsize
            header = self._messages[at].header
            header.name = self._addresses.ctypes.data + at * _ADDRESS.itemsize
            header.name_length = _ADDRESS.itemsize
            header.vectors = ctypes.pointer(self._vectors[at])
            header.vector_count = 1

    def add(self, port: int) -> None:
        at = len(self.ports)
        self.ports.append(port)
        self._addresses["port"][at] = port
        self._packets["seq"][at] = self._packets["time"][at] = 0

    def remove(self, port: int) -> None:
        """The last one takes his place, with his own counts and source."""
        at, last = self.ports.index(port), len(self.ports) - 1
        self.ports[at] = self.ports[last]
        self.ports.pop()
        self._addresses[at] = self._addresses[last]
        self._packets[[at, last]] = self._packets[[last, at]]

    def send(self, out: socket.socket) -> None:
        """The next 20 ms of each; what the system refuses is lost, as in a network."""
        count, at = len(self.ports), 0
        self._packets["seq"][:count] += 1
        self._packets["time"][:count] += SAMPLES
        while at < count:
            size = ctypes.sizeof(_Message)
            messages = ctypes.byref(self._messages, at * size)
            at += max(_libc.sendmmsg(out.fileno(), messages, count - at, 0), 1)


class Notes:
    """What SIPp writes down, read on to the last whole line."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._left: dict[Path, bytes] = {}
        self._files: dict[Path, int] = {}

    def lines(self) -> list[str]:
        found: list[str] = []
        for path in self._folder.glob("*.log"):
            if path not in self._files:
                self._files[path] = os.open(path, os.O_RDONLY)
                self._left[path] = b""
            data = self._left[path] + os.read(self._files[path], 2**20)
            whole, _, self._left[path] = data.rpartition(b"\n")
            found += whole.decode("utf-8", "replace").splitlines()
        return found


def main(port: int, folder: Path) -> None:
    made = random.Random(port)
    beats = [Beat(made) for _ in range(BEATS)]
    notes, where = Notes(folder), dict[tuple[str, str], Beat]()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        out.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**22)
        out.bind(("127.0.0.1", port))
        due = time.monotonic()
        while True:
            for beat in beats:
                beat.send(out)
                due += BEAT_SECONDS
                late = time.monotonic() - due
                if late > LATE_SECONDS:
                    due += late
                time.sleep(max(-late, 0))
            for line in notes.lines():
                _heed(line.split(), beats, where)


def _heed(words: list[str], beats: list[Beat], where: dict[tuple[str, str], Beat]) -> None:
    match words:
        case ["speaks", number, port, *_] if number.startswith(SPEAKS):
            fewest = min(beats, key=lambda beat: len(beat.ports))
            if len(fewest.ports) < MOST:
                fewest.add(int(port))
                where[number, port] = fewest
        case ["ends", number, port, *_] if (number, port) in where:
            where.pop((number, port)).remove(int(port))
        case ["over", first]:
            for number, port in [one for one in where if one[0].startswith(first)]:
                where.pop((number, port)).remove(int(port))
        case _:
            pass


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
