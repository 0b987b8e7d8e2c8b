"""The default inbound flow does what the chart 呼叫中心接听流程 says, in every branch."""

import pytest

from lingting.flows.default_flows import default_flows
from lingting.flows.domain import effects as fx
from lingting.flows.domain import inputs
from lingting.testing.flow_player import FlowPlayer

pytestmark = pytest.mark.unit

FREE = inputs.QueueKnown("available", ahead=0, waited=0)
BUSY = inputs.QueueKnown("all_busy", ahead=2, waited=35, estimate=130)
NOBODY = inputs.QueueKnown("none_signed_in")


def caller(queue: inputs.QueueKnown, **variables: str) -> FlowPlayer:
    values = {"caller_number": "13800138000", "queue": "sales", "fixed_number": "01012345678"}
    return FlowPlayer(default_flows(), "inbound", {**values, **variables}, queue=queue)


def queued(queue: inputs.QueueKnown = BUSY) -> FlowPlayer:
    return caller(queue).hears_until("queue")


def at_voicemail() -> FlowPlayer:
    return queued().waits(61).presses("2")


@pytest.mark.req("FLOW-01", "FLOW-12")
def test_both_charts_are_shipped_under_their_names() -> None:
    flows = default_flows()
    assert flows["inbound"].name.zh == "呼叫中心接听流程"
    assert flows["voicemail"].name.zh == "留言子程序"


@pytest.mark.req("FLOW-02", "IVR-33")
def test_with_busy_agents_the_caller_hears_it_and_is_queued() -> None:
    player = queued()
    assert player.heard == ["welcome", "agents-busy-wait"]
    assert player.of(fx.Enqueue) == [fx.Enqueue("sales", keep_credit=False)]
    assert player.of(fx.StartMusic) == [fx.StartMusic("default")]


def test_with_a_free_agent_the_caller_is_not_told_to_wait() -> None:
    player = queued(FREE)
    assert player.heard == ["welcome"]
    assert player.at == "queue"


@pytest.mark.req("FLOW-03", "TEL-18", "CSAT-01", "FLOW-16")
def test_after_the_talk_the_caller_rates_and_is_thanked() -> None:
    player = queued(FREE).tell(inputs.QueueAnswered("agent-1"))
    assert not player.session.music
    assert player.waits(3600).at == "queue"
    player.tell(inputs.TalkEnded("agent"))
    assert player.at == "survey"
    player.presses("1").hears_until("end")
    assert player.heard[-3:] == ["survey", "survey-thanks", "goodbye"]
    assert isinstance(rating := player.of(fx.GiveRating)[0], fx.GiveRating)
    assert (rating.key, rating.score, rating.label.zh) == ("1", 4, "非常满意")
    assert player.is_released
    assert player.finished
    assert player.finished.outcome == "completed"
    assert player.finished.variables["rating"] == "4"


def test_a_caller_who_does_not_rate_is_thanked_as_well() -> None:
    player = queued(FREE).tell(inputs.QueueAnswered()).tell(inputs.TalkEnded("agent"))
    player.hears_all().waits(9)
    assert player.heard[-1] == "goodbye"
    assert player.hears_all().is_released


def test_a_caller_who_hangs_up_during_the_survey_was_served() -> None:
    player = queued(FREE).tell(inputs.QueueAnswered()).tell(inputs.TalkEnded("agent")).hangs_up()
    assert player.finished
    assert (player.finished.outcome, player.finished.node) == ("served", "survey")


@pytest.mark.req("FLOW-04", "IVR-34")
def test_with_nobody_signed_in_the_fixed_telephone_is_dialled() -> None:
    player = caller(NOBODY).hears_all()
    assert player.of(fx.DialOut) == [fx.DialOut("01012345678", 30)]


@pytest.mark.req("FLOW-04", "ACD-23")
def test_when_the_last_agent_signs_out_a_waiting_caller_goes_to_the_fixed_telephone() -> None:
    player = queued()
    player.queue = NOBODY
    player.waits(9)
    assert player.of(fx.LeaveQueue)
    assert player.of(fx.DialOut)


@pytest.mark.req("FLOW-05")
def test_an_answered_transfer_is_the_talk_and_ends_with_goodbye() -> None:
    player = caller(NOBODY).hears_all().tell(inputs.Dialled("answered"))
    assert player.waits(600).at == "fixed_phone"
    player.tell(inputs.TalkEnded("outside"))
    assert player.heard[-1] == "goodbye"
    assert player.hears_all().is_released


@pytest.mark.req("FLOW-06", "VM-08", "AMB-05")
@pytest.mark.parametrize("result", ["no_answer", "busy", "failed"])
def test_a_transfer_without_an_answer_leads_to_voicemail(result: str) -> None:
    player = caller(NOBODY).hears_all()
    player.tell(inputs.Dialled(result))  # pyright: ignore[reportArgumentType]
    assert player.session.flow == "voicemail"
    assert player.heard[-1] == "voicemail-intro"


def test_a_transfer_that_never_answers_leads_to_voicemail() -> None:
    assert caller(NOBODY).hears_all().waits(60).session.flow == "voicemail"


def test_without_a_fixed_number_nobody_signed_in_leads_to_voicemail() -> None:
    player = caller(NOBODY, fixed_number="").hears_all()
    assert not player.of(fx.DialOut)
    assert player.session.flow == "voicemail"


@pytest.mark.req("FLOW-07")
def test_when_all_stay_busy_the_caller_may_choose() -> None:
    player = queued().waits(61)
    assert player.at == "wait_or_message"
    assert player.heard[-1] == "agents-busy-menu"
    assert player.session.variables["loops"] == "1"


@pytest.mark.req("FLOW-08")
def test_key_1_returns_to_the_queue_with_the_waiting_credit() -> None:
    player = queued().waits(61).presses("1")
    assert player.at == "queue"
    assert player.of(fx.Enqueue)[-1] == fx.Enqueue("sales", keep_credit=True)
    assert player.waits(61).session.variables["loops"] == "2"


@pytest.mark.req("FLOW-09", "VM-08")
def test_key_2_leads_to_voicemail() -> None:
    assert at_voicemail().session.flow == "voicemail"


@pytest.mark.req("FLOW-10", "IVR-33")
def test_after_more_than_three_loops_the_caller_is_told_goodbye() -> None:
    player = queued()
    for _ in range(3):
        player.waits(61).presses("1")
    player.waits(61)
    assert player.at == "busy_goodbye"
    assert player.heard.count("agents-busy-menu") == 3
    assert player.heard[-1] == "agents-busy-goodbye"
    assert player.hears_all().is_released


def test_a_caller_who_presses_nothing_goes_on_waiting() -> None:
    player = queued().waits(61).hears_all().waits(9)
    assert player.at == "queue"


def test_a_caller_who_presses_wrong_keys_hears_the_menu_again_and_then_goodbye() -> None:
    player = queued().waits(61).presses("7")
    assert player.heard[-2:] == ["invalid-key", "agents-busy-menu"]
    player.presses("7").presses("7")
    assert player.at == "goodbye"


@pytest.mark.req("FLOW-11")
@pytest.mark.parametrize(
    ("player", "node"),
    [
        (caller(BUSY), "welcome"),
        (caller(BUSY).hears_all(), "busy_wait"),
        (queued(), "queue"),
        (queued().waits(61), "wait_or_message"),
        (at_voicemail(), "record"),
        (caller(NOBODY).hears_all(), "fixed_phone"),
    ],
)
def test_a_caller_who_hangs_up_is_abandoned_at_his_step(player: FlowPlayer, node: str) -> None:
    player.hangs_up()
    assert player.finished
    assert (player.finished.outcome, player.finished.node) == ("abandoned", node)
    assert not player.is_released
    assert not player.timers
    assert not player.of(fx.LeaveQueue) or node != "queue"


@pytest.mark.req("FLOW-13", "IVR-35", "VM-01", "VM-02")
def test_the_message_is_recorded_after_the_explanation_up_to_5_minutes_or_hash() -> None:
    player = at_voicemail().hears_all()
    assert player.of(fx.RecordMessage) == [fx.RecordMessage(1, 300, "#")]


@pytest.mark.req("FLOW-14", "VM-03")
def test_a_stored_message_is_confirmed() -> None:
    player = at_voicemail().hears_all().tell(inputs.MessageRecorded(1, 12.4))
    player.hears_all().hears_all()
    assert player.heard[-2:] == ["voicemail-stored", "goodbye"]
    assert player.of(fx.KeepMessage) == [fx.KeepMessage(1, 12.4, "record")]
    assert player.is_released


@pytest.mark.req("FLOW-15", "VM-03")
def test_a_message_that_cannot_be_stored_is_admitted_and_noted() -> None:
    player = at_voicemail().hears_all().tell(inputs.MessageRecorded(1, 0, failed=True))
    player.hears_all().hears_all()
    assert player.heard[-2:] == ["voicemail-failed", "goodbye"]
    assert player.of(fx.Trouble)
    assert player.is_released


def test_a_switch_that_never_reports_the_recording_counts_as_a_failure() -> None:
    player = at_voicemail().hears_all().waits(330)
    assert player.heard[-1] == "voicemail-failed"


def test_a_silent_message_may_be_repeated_and_then_ends_with_goodbye() -> None:
    player = at_voicemail()
    for number in (1, 2, 3):
        player.hears_until("record").hears_all().tell(inputs.MessageRecorded(number, 0.2))
    assert player.heard.count("voicemail-short") == 2
    assert player.at == "goodbye"


@pytest.mark.req("VM-01")
def test_a_caller_who_hangs_up_after_speaking_has_left_a_message() -> None:
    player = at_voicemail().hears_all().hangs_up()
    assert player.finished is None
    player.tell(inputs.MessageRecorded(1, 8))
    assert player.of(fx.KeepMessage)
    assert player.finished
    assert player.finished.outcome == "served"


@pytest.mark.req("ACD-03", "ACD-04", "ACD-05")
def test_a_waiting_caller_hears_his_position_and_his_waiting_time_at_intervals() -> None:
    player = queued().waits(9)
    assert player.heard[2:] == [
        "queue-ahead-before", "两", "queue-ahead-after",
        "queue-waited", "四十", "unit-seconds",
        "queue-estimate", "两", "unit-minutes",
    ]  # fmt: skip
    assert player.waits(30).session.playing
    assert not player.of(fx.StopMusic), "it goes on behind what is said, be there an engine or not"


def test_an_agent_who_rings_at_the_end_of_the_wait_may_still_answer() -> None:
    player = queued()
    player.queue = inputs.QueueKnown("all_busy", ahead=0, waited=60, offered=True)
    player.waits(61)
    assert player.at == "queue"
    assert player.tell(inputs.QueueAnswered("a")).waits(100).at == "queue"
    assert player.tell(inputs.TalkEnded()).at == "survey"


def test_a_caller_whom_an_agent_sent_to_a_queue_that_gives_up_is_led_on() -> None:
    player = queued().tell(inputs.QueueAnswered("a")).tell(inputs.QueueClosed("all_busy"))
    assert player.at == "wait_or_message"
    assert player.effects.count(fx.StopMusic()) == 1


@pytest.mark.req("TEL-19")
def test_an_unknown_queue_leads_to_voicemail_and_is_noted() -> None:
    player = caller(inputs.QueueKnown("unknown")).hears_all()
    assert player.session.flow == "voicemail"
    assert player.of(fx.Trouble)
