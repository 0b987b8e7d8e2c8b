import { expect, test } from "vitest";
import { backoff, emptyStream, receive, type ServerMessage, type Stream } from "@/rt/protocol";
import type { DeskState } from "@/rt/state";

const state = { me: { user_id: "u", name: "n" } } as DeskState;
const snapshot: ServerMessage = { type: "snapshot", seq: 7, state };

function open(): Stream {
  const outcome = receive(emptyStream, snapshot);
  if (outcome.kind !== "state") throw new Error("no state");
  return outcome.stream;
}

test("a snapshot replaces whatever was known", () => {
  expect(open()).toEqual({ seq: 7, state });
});

test("the next frame is merged", () => {
  const outcome = receive(open(), { type: "frame", seq: 8, patch: { remind_idle: true } });
  expect(outcome).toMatchObject({ kind: "state", stream: { seq: 8, state: { remind_idle: true } } });
});

test.each([7, 9, 100])("frame %i after 7 asks for a new snapshot", (seq) => {
  expect(receive(open(), { type: "frame", seq, patch: {} }).kind).toBe("resync");
});

test("a frame before any snapshot asks for one", () => {
  expect(receive(emptyStream, { type: "frame", seq: 0, patch: {} }).kind).toBe("resync");
});

test("an unknown message is ignored, so that an older page survives a newer server", () => {
  expect(receive(open(), { type: "weather" } as unknown as ServerMessage).kind).toBe("ignore");
});

test("the waiting time grows to eight seconds and never beyond eleven", () => {
  expect(backoff(0, 0.5)).toBe(400);
  for (let attempt = 0; attempt < 40; attempt += 1) expect(backoff(attempt, 0.999)).toBeLessThan(11_000);
});

test("a page that was one too many ends; one that was too slow comes back", () => {
  expect(receive(open(), { type: "bye", reason: "too-many-pages" })).toEqual({ kind: "bye", reason: "too-many-pages" });
  expect(receive(open(), { type: "bye", reason: "too-slow" }).kind).toBe("resync");
});
