"""A rating is stored once per call and scale."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lingting.kernel.ids import CallId, new_id
from lingting.surveys.domain import Rating
from support.flow_centre import FlowCentre

pytestmark = pytest.mark.db


def rating(centre: FlowCentre) -> Rating:
    now = centre.voice.centre.clock.now()
    return Rating(
        call=CallId(new_id(now)),
        agent=centre.voice.agents[0],
        scale="satisfaction",
        key="1",
        score=4,
        label_zh="非常满意",
        label_en="Very satisfied",
        given_at=now,
    )


@pytest.mark.req("CSAT-01")
async def test_a_rating_is_read_back_and_told_once(flow_centre: FlowCentre) -> None:
    given = rating(flow_centre)
    for _ in range(2):
        await flow_centre.voice.turn(flow_centre.surveys.rate, given)
    assert await flow_centre.ratings(given.call) == [given]
    assert len(await flow_centre.facts(given.call, "rating.given")) == 1


async def test_a_later_rating_on_the_same_scale_replaces_the_earlier(
    flow_centre: FlowCentre,
) -> None:
    given = rating(flow_centre)
    later = replace(given, key="4", score=1, given_at=given.given_at + timedelta(seconds=9))
    await flow_centre.voice.turn(flow_centre.surveys.rate, given)
    await flow_centre.voice.turn(flow_centre.surveys.rate, later)
    assert await flow_centre.ratings(given.call) == [later]


async def test_the_ratings_of_a_call_are_read_over_http(flow_centre: FlowCentre) -> None:
    given = rating(flow_centre)
    await flow_centre.voice.turn(flow_centre.surveys.rate, given)
    client = await flow_centre.voice.centre.log_in()
    answer = (await client.get(f"/api/calls/{given.call}/ratings")).json()
    assert [(one["score"], one["label_zh"]) for one in answer["items"]] == [(4, "非常满意")]
