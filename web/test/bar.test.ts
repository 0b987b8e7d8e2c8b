import { describe, expect, test } from "vitest";
import { barModel, type BarModel } from "@/app/bar/legal";
import type { Action, Agent, Call, Control, Offer } from "@/rt/state";

const agent = (actions: Action[], more: Partial<Agent> = {}): Agent => ({
  sign_in: "signed_in",
  presence: "idle",
  work: "free",
  auto_idle: false,
  state: "idle",
  since: "2026-01-01T00:00:00Z",
  phone: "registered",
  actions,
  ...more,
});
const call = (controls: Control[]) => ({ call_id: "c1", controls }) as unknown as Call;
const enabled = (model: BarModel) => [...model.agent, ...model.call].filter((slot) => slot.enabled).map((slot) => slot.button as string);

describe("the bar offers", () => {
  test("signing in and logging out, and no call control, before signing in", () => {
    const model = barModel({ agent: agent(["sign_in", "log_out"], { sign_in: "logged_in" }) }, "offline");
    expect(enabled(model)).toEqual(["sign_in", "sip_sign_in", "log_out"]);
    expect(model.call).toEqual([]);
  });

  test.each<Control[][]>([[["hang_up"]], [["hang_up", "hold", "mute", "transfer", "to_ivr", "digits"]], [["hang_up", "retrieve", "unmute"]]])(
    "exactly the controls %j of the call",
    (controls) => {
      const buttons = enabled(barModel({ agent: agent([]), call: call(controls) }, "active"));
      expect(buttons.map((button) => (button === "keypad" ? "digits" : button)).sort()).toEqual([...controls].sort());
    },
  );

  test("answering only when the phone itself rings", () => {
    const offer = { offer_id: "o1" } as Offer;
    expect(enabled(barModel({ agent: agent([]), offer }, "ready"))).not.toContain("answer");
    expect(enabled(barModel({ agent: agent([]), offer }, "ringing"))).toContain("answer");
    expect(enabled(barModel({ agent: agent([]) }, "ringing"))).not.toContain("answer");
  });

  test("the keypad for dialling when no call is there", () => {
    expect(enabled(barModel({ agent: agent(["dial"]) }, "ready"))).toEqual(["keypad"]);
  });

  test("hold and retrieve, mute and unmute in one place each", () => {
    const places = (controls: Control[]) => barModel({ agent: agent([]), call: call(controls) }, "active").call.map((slot) => slot.button);
    expect(places(["hold", "mute"]).indexOf("hold")).toBe(places(["retrieve", "unmute"]).indexOf("retrieve"));
    expect(places(["hold", "mute"]).indexOf("mute")).toBe(places(["retrieve", "unmute"]).indexOf("unmute"));
  });

  test("nothing to somebody without a seat", () => {
    expect(enabled(barModel({}, "offline"))).toEqual([]);
  });
});
