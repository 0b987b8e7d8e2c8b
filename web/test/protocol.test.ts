import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
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

/** Traces that the server recorded; each line is a message, and the last state is what the client must reach. */
const traces = join(import.meta.dirname, "../../contracts/realtime");
const files = existsSync(traces) ? readdirSync(traces).filter((name) => name.endsWith(".json")) : [];

describe.runIf(files.length > 0)("golden traces", () => {
  test.each(files)("%s ends in the state that the server had", (file) => {
    const trace = JSON.parse(readFileSync(join(traces, file), "utf8")) as { messages: ServerMessage[]; state: DeskState };
    let stream = emptyStream;
    for (const message of trace.messages) {
      const outcome = receive(stream, message);
      expect(outcome.kind).not.toBe("resync");
      if (outcome.kind === "state") stream = outcome.stream;
    }
    expect(stream.state).toEqual(trace.state);
  });
});
