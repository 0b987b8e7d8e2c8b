/** The control socket's protocol as a pure step: a message and the state so far give the next state. */
import { applyMergePatch } from "./mergePatch";

export type ByeReason = "logged-out" | "elsewhere" | "expired" | "too-many-pages";

/** `board` names a state that the page watches besides its person's own. */
export type ServerMessage =
  | { type: "snapshot"; seq: number; state: unknown; board?: string }
  | { type: "frame"; seq: number; patch: unknown; board?: string }
  | { type: "refused"; board: string }
  /** The server cannot compute this board at present; what is shown is old until it is fresh. */
  | { type: "stale" | "fresh"; board: string }
  /** `ends_in`: the session ends in so many seconds unless somebody does something. */
  | { type: "ping"; ends_in?: number }
  | { type: "bye"; reason: ByeReason | "too-slow" };

export interface Stream {
  seq: number;
  state: unknown;
}

export const emptyStream: Stream = { seq: -1, state: undefined };

export type Outcome =
  | { kind: "state"; stream: Stream }
  | { kind: "pong"; endsIn: number | undefined }
  | { kind: "resync" }
  | { kind: "refused" }
  | { kind: "stale" | "fresh" }
  | { kind: "bye"; reason: ByeReason }
  | { kind: "ignore" };

/** A gap in the numbering means that a frame was lost: only a new snapshot is safe. */
export function receive(stream: Stream, message: ServerMessage): Outcome {
  switch (message.type) {
    case "snapshot":
      return { kind: "state", stream: { seq: message.seq, state: message.state } };
    case "frame": {
      if (stream.state === undefined || message.seq !== stream.seq + 1) return { kind: "resync" };
      return { kind: "state", stream: { seq: message.seq, state: applyMergePatch(stream.state, message.patch) } };
    }
    case "refused":
      return { kind: "refused" };
    case "stale":
    case "fresh":
      return { kind: message.type };
    case "ping":
      return { kind: "pong", endsIn: message.ends_in };
    case "bye":
      return message.reason === "too-slow" ? { kind: "resync" } : { kind: "bye", reason: message.reason };
    default:
      return { kind: "ignore" };
  }
}

/** Waiting times before the next try: quick at first, at most eight seconds, spread so that a restart is not a stampede. */
export function backoff(attempt: number, random: number): number {
  const base = Math.min(8_000, 400 * 2 ** attempt);
  return Math.round(base * (0.7 + 0.6 * random));
}
