import { describe, expect, test } from "vitest";
import { initialPhone, modeOf, step, type Effect, type PhoneEvent, type PhoneState, type ServerView } from "@/phone/machine";

const free: ServerView = { reconnecting: false, wrapping: false };
const offered: ServerView = { ...free, offerRef: "o1", offerCallRef: "c1" };
const talking: ServerView = { ...free, callRef: "c1" };

function run(events: PhoneEvent[], from: PhoneState = initialPhone): { state: PhoneState; effects: Effect[]; last: Effect[] } {
  let state = from;
  const effects: Effect[] = [];
  let last: Effect[] = [];
  for (const event of events) {
    const next = step(state, event);
    state = next.state;
    last = next.effects;
    effects.push(...next.effects);
  }
  return { state, effects, last };
}

const up: PhoneEvent[] = [{ type: "started" }, { type: "server", view: free, at: 0 }, { type: "registered", at: 0 }];
const ringing: PhoneEvent[] = [...up, { type: "server", view: offered, at: 1 }, { type: "incoming", id: "s1", callRef: "c1", offerRef: "o1" }];
const active: PhoneEvent[] = [...ringing, { type: "answer" }, { type: "confirmed", id: "s1" }, { type: "server", view: talking, at: 2 }];

describe("an offered call", () => {
  test("rings, is answered on command, and is active when confirmed", () => {
    expect(modeOf(run(ringing).state)).toBe("ringing");
    expect(run(ringing).last).toEqual([{ do: "ring" }]);
    expect(run([...ringing, { type: "answer" }]).last).toEqual([{ do: "silence" }, { do: "answer", id: "s1" }]);
    expect(modeOf(run(active).state)).toBe("active");
  });

  test("is answered once, however often the agent presses", () => {
    const twice = run([...ringing, { type: "answer" }, { type: "answer" }]);
    expect(twice.effects.filter((effect) => effect.do === "answer")).toHaveLength(1);
  });

  test("falls silent when the caller gives up", () => {
    const gone = run([...ringing, { type: "ended", id: "s1" }]);
    expect(gone.last).toEqual([{ do: "silence" }]);
    expect(modeOf(gone.state)).toBe("ready");
  });

  test("never answers by itself because of a header that names another call", () => {
    const foreign = run([...up, { type: "server", view: talking, at: 1 }, { type: "incoming", id: "s9", autoAnswer: "c-other" }]);
    expect(foreign.effects.some((effect) => effect.do === "answer")).toBe(false);
  });
});

describe("a second invitation", () => {
  test("is refused while a call is active", () => {
    expect(run([...active, { type: "incoming", id: "s2", callRef: "c2" }]).last).toEqual([{ do: "refuse", id: "s2" }]);
  });

  test("for the same call replaces the old session", () => {
    const again = run([...active, { type: "incoming", id: "s2", callRef: "c1", autoAnswer: "c1" }]);
    expect(again.last).toEqual([{ do: "terminate", id: "s1" }, { do: "silence" }, { do: "answer", id: "s2" }, { do: "beep" }]);
  });

  test("the end of a session that was replaced changes nothing", () => {
    const again = run([...active, { type: "incoming", id: "s2", callRef: "c1", autoAnswer: "c1" }, { type: "ended", id: "s1" }]);
    expect(again.state.session?.id).toBe("s2");
  });
});

describe("the agent's own outbound call", () => {
  test("is answered when the news arrive after the invitation", () => {
    const early = run([...up, { type: "incoming", id: "s1", callRef: "c1", autoAnswer: "c1" }]);
    expect(early.effects).toEqual([]);
    const known = run([{ type: "server", view: talking, at: 5 }], early.state);
    expect(known.last).toEqual([{ do: "silence" }, { do: "answer", id: "s1" }, { do: "beep" }]);
  });
});

describe("after a reload in a call", () => {
  const fresh: PhoneEvent[] = [{ type: "started" }, { type: "server", view: talking, at: 0 }];

  test("the phone asks to be rung once it is registered", () => {
    expect(run(fresh).effects).toEqual([]);
    expect(run([...fresh, { type: "registered", at: 1 }]).last).toEqual([{ do: "rejoin" }]);
  });

  test("it asks when the news come after the registration as well", () => {
    const late = run([{ type: "started" }, { type: "registered", at: 0 }, { type: "server", view: talking, at: 1 }]);
    expect(late.last).toEqual([{ do: "rejoin" }]);
  });

  test("it asks again only after a while, and only when the server still misses it", () => {
    const lost: ServerView = { ...talking, reconnecting: true };
    const asked = run([...fresh, { type: "registered", at: 1 }, { type: "server", view: lost, at: 2 }, { type: "tick", at: 3_000 }]);
    expect(asked.effects).toEqual([{ do: "rejoin" }]);
    expect(run([{ type: "tick", at: 5_002 }], asked.state).effects).toEqual([{ do: "rejoin" }]);
  });

  test("it answers the server's invitation by itself", () => {
    const back = run([...fresh, { type: "registered", at: 1 }, { type: "incoming", id: "s1", callRef: "c1", autoAnswer: "c1" }]);
    expect(back.last).toContainEqual({ do: "answer", id: "s1" });
  });

  test("an ordinary call that begins later is not taken for a lost one", () => {
    const later = run([...up, { type: "server", view: talking, at: 9 }, { type: "tick", at: 20 }]);
    expect(later.effects).toEqual([]);
  });
});

describe("a line that drops", () => {
  test("refreshes the live session when it is registered again", () => {
    const back = run([...active, { type: "disconnected" }, { type: "registered", at: 9 }]);
    expect(back.last).toEqual([{ do: "renegotiate", id: "s1" }]);
    expect(modeOf(back.state)).toBe("active");
  });

  test("shows a call that the server has and the phone lost as recovering", () => {
    const lost = run([...active, { type: "disconnected" }, { type: "ended", id: "s1" }]);
    expect(modeOf(lost.state)).toBe("recovering");
  });

  test("ends nothing while the control socket has no news", () => {
    const blind = run([...active, { type: "server", view: undefined, at: 3 }, { type: "tick", at: 60_000 }]);
    expect(blind.effects.some((effect) => effect.do === "terminate")).toBe(false);
  });
});

describe("a session that the server does not know", () => {
  test("is ended after four seconds, not before", () => {
    const strange = run([...active, { type: "server", view: free, at: 100 }, { type: "tick", at: 4_000 }]);
    expect(strange.state.session).toBeDefined();
    expect(run([{ type: "tick", at: 4_100 }], strange.state).last).toEqual([{ do: "silence" }, { do: "terminate", id: "s1" }]);
  });

  test("is forgiven when the news catch up", () => {
    const known = run([...active, { type: "server", view: free, at: 100 }, { type: "server", view: talking, at: 200 }, { type: "tick", at: 60_000 }]);
    expect(known.state.session?.id).toBe("s1");
  });
});

test("signing out hangs up and forgets", () => {
  const out = run([...active, { type: "stopped" }]);
  expect(out.last).toEqual([{ do: "silence" }, { do: "terminate", id: "s1" }]);
  expect(modeOf(out.state)).toBe("offline");
});

test("no order of events throws, doubles an answer or leaves an answered call unknown", () => {
  const pool: PhoneEvent[] = [
    ...active,
    { type: "disconnected" },
    { type: "refused" },
    { type: "stopped" },
    { type: "ended", id: "s1" },
    { type: "incoming", id: "s2", callRef: "c1", autoAnswer: "c1" },
    { type: "server", view: free, at: 50 },
    { type: "tick", at: 9_000 },
  ];
  let seed = 7;
  const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  for (let round = 0; round < 400; round += 1) {
    let state = initialPhone;
    const answered: string[] = [];
    for (let n = 0; n < 25; n += 1) {
      const event = pool[Math.floor(random() * pool.length)]!;
      const next = step(state, event);
      for (const effect of next.effects) {
        if (effect.do === "answer") answered.push(effect.id);
        if (effect.do === "answer") expect(next.state.session?.id).toBe(effect.id);
      }
      if (event.type === "incoming" && state.session?.id === event.id) expect(next.effects).toEqual([]);
      expect(step(next.state, { type: "answer" }).effects.some((effect) => effect.do === "answer")).toBe(next.state.session?.phase === "ringing");
      state = next.state;
    }
  }
});
