import { describe, expect, test } from "vitest";
import { actsOn } from "./acts";

const everything = () => true;
const enabled = (state: Parameters<typeof actsOn>[0], own = false) =>
  actsOn(state, everything, own)
    .filter((one) => one.enabled)
    .map((one) => one.act);

describe("what a leader may do", () => {
  test("to an agent in a talk: everything but making him idle twice or signing him out", () => {
    expect(enabled({ state: "talking", call: "c1" })).toEqual(["silent", "whisper", "barge", "take_over", "tip", "busy", "idle", "groups"]);
  });
  test("to an idle agent: nothing to hear", () => {
    expect(enabled({ state: "idle" })).toEqual(["tip", "busy", "sign_out", "groups"]);
  });
  test("to somebody who is not there: only his groups", () => {
    expect(enabled({ state: "offline" })).toEqual(["groups"]);
  });
  test("to himself: he neither listens nor sends himself tips", () => {
    expect(enabled({ state: "talking", call: "c1" }, true)).toEqual(["busy", "idle", "groups"]);
  });
  test("only what his permissions say", () => {
    const acts = actsOn({ state: "talking", call: "c1" }, (permission) => permission === "supervision.listen", false);
    expect(acts).toEqual([{ act: "silent", enabled: true }]);
  });
});
