/** The control socket's protocol as a pure step: a message and the state so far give the next state. */
import { applyMergePatch } from "./mergePatch";
import type { DeskState } from "./state";

export type ByeReason = "logged-out" | "elsewhere" | "expired";

export type ServerMessage =
  | { type: "snapshot"; seq: number; state: DeskState }
  | { type: "frame"; seq: number; patch: unknown }
  | { type: "ping" }
  | { type: "bye"; reason: ByeReason };

export interface Stream {
  seq: number;
  state: DeskState | undefined;
}

export const emptyStream: Stream = { seq: -1, state: undefined };

export type Outcome =
  | { kind: "state"; stream: Stream }
  | { kind: "pong" }
  | { kind: "resync" }
  | { kind: "bye"; reason: ByeReason }
  | { kind: "ignore" };

/** A gap in the numbering means that a frame was lost: only a new snapshot is safe. */
export function receive(stream: Stream, message: ServerMessage): Outcome {
  switch (message.type) {
    case "snapshot":
      return { kind: "state", stream: { seq: message.seq, state: message.state } };
    case "frame": {
      if (!stream.state || message.seq !== stream.seq + 1) return { kind: "resync" };
      const state = applyMergePatch(stream.state, message.patch) as DeskState;
      return { kind: "state", stream: { seq: message.seq, state } };
    }
    case "ping":
      return { kind: "pong" };
    case "bye":
      return { kind: "bye", reason: message.reason };
    default:
      return { kind: "ignore" };
  }
}

/** Waiting times before the next try: quick at first, at most eight seconds, spread so that a restart is not a stampede. */
export function backoff(attempt: number, random: number): number {
  const base = Math.min(8_000, 400 * 2 ** attempt);
  return Math.round(base * (0.7 + 0.6 * random));
}
