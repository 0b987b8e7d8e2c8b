/** The call log's pure parts: filters, lengths, words for facts and reasons, the picture's widths. */
import { describe, expect, test } from "vitest";
import chinese from "./i18n/zh-CN.json";
import { isFiltered, noFilters, queryOf } from "./filters";
import { causeOf, comparedOf, countsOf, passedOf, ruleOf } from "./reasons";
import { ringStretch, stretchesOf, widthsOf } from "./timeBar";
import { inZone } from "@/ui/time";
import { lengthParts } from "./time";
import type { Chapter, Moment } from "./types";
import { keyOf, withoutEchoes, wordingOf } from "./wording";

const moment = (name: string, data: Record<string, unknown> = {}): Moment => ({ seq: 1, at: "2026-11-22T01:00:00Z", name, data });
const names = { a: "李娜", q: "售后", "flow:main": "主流程", "busy:meal": "就餐" };

/** Whether the language file holds a text under `calls:…`. */
function exists(key: string): boolean {
  const found = key
    .replace("calls:", "")
    .split(".")
    .reduce<unknown>((texts, part) => (texts as Record<string, unknown> | undefined)?.[part], chinese);
  return typeof found === "string";
}

describe("filters", () => {
  test("days are days of the company's time zone, the last one included", () => {
    const query = queryOf({ from: "2026-11-21", to: "2026-11-22" }, "Asia/Shanghai");
    expect(query.from).toBe("2026-11-20T16:00:00.000Z");
    expect(query.to).toBe("2026-11-22T16:00:00.000Z");
  });
  test("a day on which clocks change has its own length", () => {
    const query = queryOf({ from: "2026-03-29", to: "2026-03-29" }, "Europe/Berlin");
    expect(Date.parse(String(query.to)) - Date.parse(String(query.from))).toBe(23 * 3_600_000);
  });
  test("what somebody typed into the address is sent as text or not at all", () => {
    const query = queryOf({ number: 13800138000 as unknown as string, from: "yesterday", recorded: "maybe" }, "Asia/Shanghai");
    expect(query).toMatchObject({ number: "13800138000", from: undefined, has_recording: undefined });
  });
  test("an empty address is no filter", () => {
    expect(isFiltered(noFilters)).toBe(false);
    expect(isFiltered({ outcome: "answered" })).toBe(true);
  });
});

describe("time", () => {
  test.each([
    [0, "seconds"],
    [0.2, "seconds"],
    [59.6, "minutes"],
    [61, "both"],
    [3_720, "hours"],
  ])("%s seconds are told as %s", (seconds, form) => {
    expect(lengthParts(seconds).key).toBe(`calls:length.${form}`);
  });
  test("an instant is shown in the company's time zone", () => {
    expect(inZone("2026-11-22T16:30:00Z", "Asia/Shanghai", "MM-DD HH:mm")).toBe("11-23 00:30");
  });
});

describe("words for facts", () => {
  const samples: Moment[] = [
    moment("call.arrived", { caller: "138", called: "8001" }),
    moment("call.arrived", { caller: "", called: "8001" }),
    ...["late", "full", "ports"].flatMap((why) => ["138", ""].map((caller) => moment("call.refused", { caller, called: "8001", why, measured: 9, limit: 4 }))),
    moment("call.dialled", { agent: "a", number: "1" }),
    moment("node.entered", { flow: "main", title_zh: "欢迎", title_en: "Welcome" }),
    moment("keys.entered", { keys: "1" }),
    ...["max_wait", "queue_closed", "overflowed"].map((why) => moment("work_item.overflowed", { queue: "q", why, waited_seconds: 60 })),
    ...["rejected", "unreachable"].map((why) => moment("offer.rejected", { agent: "a", why })),
    ...["agent", "queue", "number", "flow"].map((kind) => moment("call.transferred", { agent: "a", kind, target: "q" })),
    ...["no_answer", "busy", "failed"].map((result) => moment("outside.failed", { result })),
    ...["agent", "customer", "transfer", "network", "platform"].map((by) => moment("talk.ended", { agent: "a", by, seconds: 3 })),
    ...["agent", "customer", "network", "platform"].map((by) => moment("call.ended", { by, outcome: "answered" })),
    ...["work_item.queued", "work_item.relaxed", "work_item.returned", "work_item.assigned", "work_item.done", "work_item.abandoned"].map((name) => moment(name)),
    ...["offer.made", "offer.accepted", "offer.expired", "offer.withdrawn", "call.answered", "call.connected", "call.held", "call.retrieved"].map((name) => moment(name)),
    ...["stored", "short", "missing", "failed"].map((state) => moment("recording.checked", { state, seconds: 3 })),
    ...["waiting", "missing"].flatMap((state) => ["disk_full", "no_folder", "locked", "silent", "not_made"].map((why) => moment("recording.checked", { state, why }))),
    ...["listening.started", "listening.changed"].flatMap((name) => ["silent", "whisper", "barge"].map((mode) => moment(name, { listener: "a", agent: "a", mode }))),
    ...["tip", "busy", "idle", "signed_out", "groups"].map((kind) => moment("tip.sent", { sender: "a", agent: "a", kind })),
    moment("hand.raised", { agent: "a" }),
    moment("listening.ended", { listener: "a", agent: "a", why: "listener" }),
    ...["call.muted", "call.unmuted", "outside.dialled", "outside.connected", "agent.lost", "agent.rejoined", "survey.answered"].map((name) => moment(name)),
    ...["recording.started", "recording.ended", "message.left", "message.kept", "flow.troubled", "flow.finished", "note.saved", "rating.given"].map((name) => moment(name)),
  ];
  test.each(samples.map((one) => [one.name, one] as const))("%s has words", (_, one) => {
    const wording = wordingOf(one, names, true);
    expect(wording && exists(wording.key), wording?.key).toBe(true);
  });
  test("ids become names and titles follow the language", () => {
    expect(wordingOf(moment("offer.made", { agent: "a" }), names, true)?.params.agent).toBe("李娜");
    expect(wordingOf(moment("node.entered", { title_zh: "欢迎", title_en: "Welcome" }), names, false)?.params.title).toBe("Welcome");
  });
  test("a fact of a later version has no words and breaks nothing", () => {
    expect(wordingOf(moment("moon.risen"), names, true)).toBeUndefined();
    expect(keyOf("work_item.queued")).toBe("work_item_queued");
  });
  test("an answer is told once", () => {
    const told = withoutEchoes([moment("offer.accepted", { agent: "a" }), moment("work_item.assigned"), moment("call.connected", { agent: "a" }), moment("call.ended")]);
    expect(told.map(({ name }) => name)).toEqual(["offer.accepted", "call.ended"]);
    expect(withoutEchoes([moment("outside.connected"), moment("call.connected", { agent: "a" })])).toHaveLength(2);
  });
});

describe("words for reasons", () => {
  test.each(["arrived", "agent_ready", "relaxed", "preference_over", "queue_changed", "returned:expired", "returned:rejected", "returned:unreachable", "returned:set_busy", "new_cause"])(
    "the cause %s has words",
    (cause) => expect(exists(causeOf(cause).key)).toBe(true),
  );
  test.each(["preferred_agent", "nobody", "longest_idle", "least_time_used", "fewest_calls", "sequential", "round_robin", "priority_in_group", "random", "new_rule"])(
    "the rule %s has words",
    (rule) => expect(exists(ruleOf(rule))).toBe(true),
  );
  test("what the strategy compared is read part by part", () => {
    expect(comparedOf("priority=2 idle=35")).toEqual([
      { key: "calls:why.compared.priority", params: { level: 2 } },
      { key: "calls:why.compared.idle", params: { seconds: 35 } },
    ]);
    expect(comparedOf("calls=3")[0]?.params).toEqual({ count: 3 });
    expect(comparedOf("")).toEqual([]);
    expect(comparedOf("moons=2")).toEqual([]);
  });
  test("a busy agent is named with his reason", () => {
    expect(passedOf("busy:meal", names)).toEqual({ key: "calls:why.passed.busy_for", params: { reason: "就餐" } });
    expect(passedOf("busy:gone", names).key).toBe("calls:why.passed.busy");
    expect(exists(passedOf("never heard of", names).key)).toBe(true);
  });
  test("counts come in the order in which they matter, without zeros", () => {
    expect(countsOf({ signed_out: 2, busy: 0, ready: 1 })).toEqual([
      ["ready", 1],
      ["signed_out", 2],
    ]);
  });
});

describe("the picture", () => {
  const chapter = (after: number, seconds: number): Chapter => ({
    kind: "flow",
    began_at: new Date(after * 1000).toISOString(),
    ended_at: null,
    seconds,
    agent: null,
    queue: null,
    flow: null,
    node: null,
    verb: null,
    title: null,
    after_talk: false,
  });
  test.each([[[5, 35, 130]], [[0.1, 3_600]], [[0, 0]], [[1, 1, 1, 10_000, 0.5]]])("widths of %j fill the bar and all can be seen", (seconds) => {
    const widths = widthsOf(seconds, 1000);
    expect(widths.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1000);
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(4);
  });
  test("a long call with very many phases still fits", () => {
    const widths = widthsOf(Array.from({ length: 600 }, () => 1), 1000);
    expect(widths.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1000);
  });
  test("ringing lies below the waiting that it is part of", () => {
    const chapters = [chapter(0, 10), chapter(10, 30), chapter(40, 60)];
    const stretches = stretchesOf(chapters, 1000);
    const ring = { offer: "o", agent: "a", queue: null, began_at: new Date(25_000).toISOString(), ended_at: null, seconds: 15, result: null, why: null };
    const found = ringStretch(ring, chapters, stretches);
    expect(found.x).toBeCloseTo(250);
    expect(found.width).toBeCloseTo(150);
  });
});
