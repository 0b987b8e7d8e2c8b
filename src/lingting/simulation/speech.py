"""What people say on the telephone, and how two of them take turns."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from itertools import cycle, islice

import numpy as np

from lingting.media.ports import Speech, SpeechUnavailable
from lingting.simulation.domain.world import Intention
from lingting.testing.rtp import FRAME_SECONDS, RATE, SILENCE, frames_of
from lingting.testing.telephone_call import TelephoneCall

Frames = list[bytes]

OPENINGS: dict[Intention, tuple[str, ...]] = {
    Intention.ENQUIRY: ("你好，我想咨询一下你们的产品。", "请问会员积分怎么兑换？"),
    Intention.ORDER: ("你好，帮我查一下订单到哪里了。", "我前天下的单，怎么还没有发货？"),
    Intention.REPAIR: ("你好，我家的净水器不出水了。", "机器一直响，能派人来看看吗？"),
    Intention.COMPLAINT: ("我要投诉，已经打了三次电话了。", "说好昨天上门，到现在也没有人来。"),
    Intention.HOURS: ("你好，请问你们几点下班？",),
    Intention.MISDIALLED: ("喂，是小王吗？", "不好意思，我打错了。"),
}
GOING_ON = (
    *("对，是我本人。", "好的，我听明白了。", "大概需要多长时间？", "那麻烦你帮我登记一下。"),
    *("电话就用这个号码。", "稍等，我找一下单号。", "嗯，可以。", "这样处理可以。"),
)
GREETINGS = ("您好，很高兴为您服务。", "您好，请问有什么可以帮您？")
ANSWERS = (
    *("好的，我帮您查一下，请稍等。", "请问您的姓名和电话号码是多少？"),
    *("我已经为您登记了，工作人员会尽快联系您。", "根据系统显示，您的订单正在处理。"),
    *("请您放心，我们会跟进到底。", "还有其他可以帮您的吗？"),
)
GOODBYES = ("好的，谢谢，再见。",)
MESSAGES = ("你好，我打不进来，请尽快给我回电话，谢谢。",)
PICKED_UP = ("喂，你好，哪位？",)
PITCHES = (0.92, 1.0, 1.1)
AGENT_PITCH = 1.18
LOUDNESS = 0.6
RENDERING_FRAMES = 50
TURN_SECONDS = 0.7
LONGEST_LISTENING = 15.0


class Voices:
    """Every sentence as frames, rendered once; without a voice people say tones."""

    def __init__(self, speech: Speech | None) -> None:
        self._speech = speech
        self._sounds: dict[str, np.ndarray] = {}

    async def prepare(self) -> None:
        """Renders what will be said; a second or so."""
        for text in (*_all(), *GREETINGS, *ANSWERS):
            self._sounds[text] = await self._render(text)

    def caller(self, serial: int, intention: Intention) -> Iterator[Frames]:
        """What a caller says, sentence by sentence, without an end."""
        texts = OPENINGS[intention] + tuple(islice(cycle(GOING_ON), serial % 8, serial % 8 + 8))
        return self._said(texts, PITCHES[serial % len(PITCHES)])

    def agent(self, number: int) -> Iterator[Frames]:
        """What an agent says."""
        return self._said((GREETINGS[number % 2], *ANSWERS), AGENT_PITCH)

    def once(self, texts: tuple[str, ...], serial: int = 0) -> Frames:
        """One sentence."""
        return next(self._said(texts, PITCHES[serial % len(PITCHES)]))

    def _said(self, texts: Iterable[str], pitch: float) -> Iterator[Frames]:
        for text in cycle(tuple(texts)):
            sound = self._sounds.get(text)
            # Who must speak before the voice is ready says nothing for a moment.
            yield (
                [SILENCE] * RENDERING_FRAMES if sound is None else frames_of(_higher(sound, pitch))
            )

    async def _render(self, text: str) -> np.ndarray:
        try:
            if self._speech is None:
                raise SpeechUnavailable(reason="none")
            said = await self._speech.speak(text, "zh-CN")
        except SpeechUnavailable:
            steps = np.arange(RATE * len(text) // 6)
            return (4000 * np.sin(2 * np.pi * 440 * steps / RATE)).astype(np.int16)
        samples = np.frombuffer(said.pcm, np.int16).astype(np.float64) * LOUDNESS
        return _stretched(samples, RATE / said.rate)


async def take_turns(call: TelephoneCall, sentences: Iterator[Frames], *, begins: bool) -> None:
    """Speaks whenever the other side has fallen silent; until cancelled or the call is over."""
    if not begins:
        await asyncio.sleep(2.0)
    while not call.is_over:
        said = next(sentences)
        call.rtp.speak(said)
        await asyncio.sleep(len(said) * FRAME_SECONDS)
        await _until_silent(call)


async def _until_silent(call: TelephoneCall) -> None:
    """The other side answers, and stops."""
    await asyncio.sleep(1.5)
    waited = 0.0
    while not call.is_over and waited < LONGEST_LISTENING and call.hears_anything(TURN_SECONDS):
        await asyncio.sleep(0.25)
        waited += 0.25


def _all() -> tuple[str, ...]:
    openings = [text for texts in OPENINGS.values() for text in texts]
    return (*openings, *GOING_ON, *GOODBYES, *MESSAGES, *PICKED_UP)


def _higher(sound: np.ndarray, pitch: float) -> np.ndarray:
    return _stretched(sound.astype(np.float64), 1 / pitch)


def _stretched(sound: np.ndarray, factor: float) -> np.ndarray:
    places = np.arange(0, len(sound) - 1, 1 / factor)
    return np.interp(places, np.arange(len(sound)), sound).astype(np.int16)
