"""One turn of a session: collects the effects and the changes that a verb asks for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from lingting.flows.domain import effects as fx
from lingting.flows.domain.session import Session
from lingting.flows.domain.values import fill
from lingting.media.domain.sounds import Prompt, Sound

PLAY_LIMIT_SECONDS = 600
"""A play that never reports its end counts as failed after this time."""

PLAYING = "playing"


class Turn:
    """What verbs write to. The session inside stays a value; each change makes a new one."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self.connected: frozenset[str] = frozenset()
        self.effects: list[fx.Effect] = []
        self.exit: str | None = None
        self.jump: Jump | None = None

    # --- what the verb may look at ---------------------------------------------------------

    def value(self, text: str) -> str:
        """A parameter with its variables filled in."""
        return fill(text, self.session.variables)

    def is_connected(self, exit: str) -> bool:
        """Whether this exit of the present node leads anywhere."""
        return exit in self.connected

    # --- what the verb may ask for ----------------------------------------------------------

    def change(self, **changes: Any) -> None:
        """Changes fields of the session."""
        self.session = msgspec.structs.replace(self.session, **changes)

    def remember(self, state: msgspec.Struct) -> None:
        """Keeps what the verb must know at the next input."""
        self.change(local=msgspec.to_builtins(state))

    def add(self, effect: fx.Effect) -> None:
        """Adds an effect."""
        self.effects.append(effect)

    def set(self, name: str, value: str, *, shared: bool = True) -> None:
        """Sets a variable; `shared` lets it travel to the agent's screen."""
        if not name:
            return
        self.change(variables={**self.session.variables, name: value})
        if shared:
            self.add(fx.SetData({name: value}))

    def leave(self, exit: str) -> None:
        """The verb is done; the session goes on where this exit leads."""
        self.exit = exit

    def go(self, jump: Jump) -> None:
        """The verb is done; the session goes on elsewhere than through an exit."""
        self.jump = jump

    @property
    def is_leaving(self) -> bool:
        return self.exit is not None or self.jump is not None

    def take_call(self) -> None:
        """Answers the call unless it is answered."""
        if not self.session.answered:
            self.change(answered=True)
            self.add(fx.Answer())

    def play(self, sounds: tuple[Sound, ...] | list[Sound]) -> None:
        """Starts a play (the one before it ends); `Played` follows in every case."""
        self.stop_play()
        self.take_call()
        number = self.session.play + 1
        self.change(play=number, playing=True)
        self.add(fx.Play(number, tuple(sounds), self.session.language))
        self.timer(PLAYING, PLAY_LIMIT_SECONDS)

    def play_prompts(self, *keys: str) -> None:
        """Plays prompts of the voice library."""
        self.play([Prompt(key) for key in keys if key])

    def stop_play(self) -> None:
        """Ends the play that is under way, if any."""
        if self.session.playing:
            self.add(fx.StopPlay(self.session.play))
            self.change(playing=False)
            self.cancel_timer(PLAYING)

    def start_music(self, music: str) -> None:
        """Starts waiting music."""
        self.take_call()
        if not self.session.music:
            self.change(music=True)
            self.add(fx.StartMusic(music))

    def stop_music(self) -> None:
        """Ends waiting music, if any."""
        if self.session.music:
            self.change(music=False)
            self.add(fx.StopMusic())

    def timer(self, name: str, seconds: float) -> None:
        """Sets a timer of this visit; one of the same name starts anew."""
        if name not in self.session.timers:
            self.change(timers=(*self.session.timers, name))
        self.add(fx.StartTimer(name, self.session.visit, seconds))

    def cancel_timer(self, name: str) -> None:
        """Forgets a timer of this visit, if it is set."""
        if name in self.session.timers:
            self.change(timers=tuple(one for one in self.session.timers if one != name))
            self.add(fx.CancelTimer(name, self.session.visit))

    def restart(self) -> None:
        """Ends what this node has under way, so that it can begin again."""
        self.stop_play()
        self.stop_music()
        for name in self.session.timers:
            self.cancel_timer(name)

    def next_key(self) -> str | None:
        """Takes the oldest key that was pressed ahead."""
        if not self.session.keys:
            return None
        key = self.session.keys[0]
        self.change(keys=self.session.keys[1:])
        return key

    def forget_keys(self) -> None:
        """Drops what was pressed ahead."""
        if self.session.keys:
            self.change(keys="")

    def trouble(self, slug: str, detail: str = "") -> None:
        """Notes a fault for the administrator."""
        self.add(fx.Trouble(self.session.node, slug, detail))


class Jump(msgspec.Struct, frozen=True):
    """Going on elsewhere: into a subroutine (`call`), to another flow, or out of this one."""

    flow: str = ""
    call: bool = False
    release: bool = False
