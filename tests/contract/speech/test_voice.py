"""What every voice does, and that the built-in one speaks Mandarin."""

from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np
import pytest

from lingting.adapters.speech.espeak import EspeakSpeech
from lingting.media.audio import seconds_of, telephone_samples
from lingting.media.default_prompts import default_prompts
from lingting.media.domain.sounds import LANGUAGES
from lingting.media.domain.speaking import fragments
from lingting.media.ports import Samples, Speech
from lingting.testing.fake_speech import FakeSpeech

pytestmark = pytest.mark.contract


@pytest.fixture(params=["fake", "espeak"])
async def speech(request: pytest.FixtureRequest) -> AsyncIterator[Speech]:
    voice: Speech = FakeSpeech() if request.param == "fake" else EspeakSpeech()
    yield voice
    await voice.close()


@pytest.fixture
async def mandarin() -> AsyncIterator[EspeakSpeech]:
    voice = EspeakSpeech()
    yield voice
    await voice.close()


async def test_a_text_becomes_sound_in_every_language(speech: Speech) -> None:
    for language in LANGUAGES:
        text = default_prompts()["goodbye"].text(language)
        sound = telephone_samples(await speech.speak(text, language))
        assert sound.dtype == np.int16
        assert seconds_of(sound) > 0.05


async def test_the_same_text_takes_the_same_time_again(speech: Speech) -> None:
    first = length(await speech.speak("您好，欢迎致电。", "zh-CN"))
    again = length(await speech.speak("您好，欢迎致电。", "zh-CN"))
    assert again == pytest.approx(first, rel=0.05)


async def test_another_text_sounds_otherwise(speech: Speech) -> None:
    assert await speech.speak("您好", "zh-CN") != await speech.speak("再见", "zh-CN")


async def test_each_language_has_a_voice_of_its_own_name(speech: Speech) -> None:
    assert len({speech.voice(language) for language in LANGUAGES}) == len(LANGUAGES)


async def test_a_dead_voice_is_started_again(mandarin: EspeakSpeech) -> None:
    first = await mandarin.speak("您好", "zh-CN")
    assert mandarin._process is not None
    mandarin._process.kill()
    await mandarin._process.wait()
    assert await mandarin.speak("您好", "zh-CN") == first


@pytest.mark.req("IVR-06")
async def test_every_shipped_text_can_be_spoken(mandarin: EspeakSpeech) -> None:
    for language in LANGUAGES:
        words = [*fragments(language), *(one.text(language) for one in default_prompts().values())]
        for text in words:
            assert seconds_of(telephone_samples(await mandarin.speak(text, language))) > 0.1


@pytest.mark.req("IVR-06")
async def test_digits_in_a_chinese_text_are_read_in_chinese(mandarin: EspeakSpeech) -> None:
    assert length(await mandarin.speak("按1", "zh-CN")) == pytest.approx(
        length(await mandarin.speak("按一", "zh-CN")), rel=0.05
    )


async def test_characters_are_read_and_not_spelt(mandarin: EspeakSpeech) -> None:
    """A voice without a dictionary of characters spells them in English, which takes long."""
    per_character = length(await mandarin.speak("坐席正忙继续等待", "zh-CN")) / 8
    assert 0.12 < per_character < 0.45


async def test_the_four_tones_of_mandarin_rise_and_fall_as_they_should(
    mandarin: EspeakSpeech,
) -> None:
    high, rising, dipping, falling = [
        pitches(await mandarin.speak(character, "zh-CN")) for character in "妈麻马骂"
    ]
    assert np.ptp(high) < 12
    assert high.mean() > dipping.mean() + 5
    assert rising[-1] > rising[0] + 10
    assert dipping.argmin() not in (len(dipping) - 1,)
    assert falling[-1] < falling.max() - 10


def length(samples: Samples) -> float:
    return seconds_of(telephone_samples(samples))


def pitches(samples: Samples) -> np.ndarray:
    """The melody of one syllable in hertz, at ten instants."""
    sound = np.frombuffer(samples.pcm, "<i2").astype(np.float64)
    frame, found = int(samples.rate * 0.04), []
    shortest, longest = samples.rate // 300, samples.rate // 60
    for start in range(0, len(sound) - frame, samples.rate // 100):
        part = sound[start : start + frame] * np.hanning(frame)
        alike = np.correlate(part, part, "full")[frame - 1 :]
        lag = shortest + int(np.argmax(alike[shortest:longest]))
        if np.sqrt(np.mean(part**2)) > 400 and alike[lag] > 0.4 * alike[0]:
            found.append(samples.rate / lag)
    places = np.linspace(0, len(found) - 1, 10)
    return np.interp(places, np.arange(len(found)), found)
