/** The call log's shapes; each becomes an alias of the generated schema when that exists. */

export type Outcome =
  | "in_progress"
  | "answered"
  | "message"
  | "abandoned"
  | "overflowed"
  | "self_service"
  | "not_connected"
  | "failed";

export interface LoggedCaller {
  number: string | null;
  shown: string;
  region: string | null;
  name: string | null;
  customer_id: string | null;
  anonymous: boolean;
}

export interface Named {
  id: string;
  name: string | null;
}

export interface LoggedCall {
  id: string;
  direction: "in" | "out";
  state: string;
  at: string;
  ended_at: string | null;
  caller: LoggedCaller;
  called: string;
  queue: Named | null;
  agents: (Named & { answered: boolean })[];
  wait_seconds: number;
  talk_seconds: number;
  transfers: number;
  outcome: Outcome;
  outcome_step: string | null;
  hung_up_by: string | null;
  rating: { score: number; label: Texts } | null;
  has_recording: boolean;
}

export type ChapterKind =
  | "flow"
  | "survey"
  | "message"
  | "waiting"
  | "dialling"
  | "outside_ringing"
  | "outside"
  | "talking"
  | "held"
  | "reconnecting";

export interface Chapter {
  kind: ChapterKind;
  began_at: string;
  ended_at: string | null;
  seconds: number;
  agent: string | null;
  queue: string | null;
  node: string | null;
  verb: string | null;
  title: Texts | null;
  after_talk: boolean;
}

export interface Ring {
  offer: string;
  agent: string;
  queue: string | null;
  began_at: string;
  ended_at: string | null;
  seconds: number;
  result: string | null;
  why: string | null;
}

/** A text in both languages. */
export interface Texts {
  zh: string;
  en: string;
}

export interface Moment {
  seq: number;
  at: string;
  name: string;
  data: Record<string, unknown>;
}

export interface Reason {
  cause: string;
  rule: string;
  waited_seconds: number;
  priority: number;
  effective_priority: number;
  step: number;
  min_levels: [string, number][];
  ahead: number;
  counts: Record<string, number>;
  key?: string;
  preferred_agent?: string | null;
  preferred_outcome?: string | null;
  passed: { agent: string; why: string; key: string }[];
  also_waiting?: number;
}

export interface Decision {
  at: string;
  kind: "queued" | "relaxed" | "offered";
  queue: string | null;
  chosen: string | null;
  result: string | null;
  reason: Reason;
}

export interface Recording {
  id: string;
  kind: "call" | "message";
  leg: string | null;
  agent: string | null;
  at: string;
  seconds: number | null;
  state: string;
  audio_url: string | null;
  peaks_url: string | null;
}

export interface Leg {
  id: string;
  kind: "customer" | "agent" | "outside";
  agent: string | null;
  number: string;
  began_at: string;
  answered_at: string | null;
  joined_at: string | null;
  ended_at: string | null;
  cause: string | null;
  by: string | null;
}

export interface Totals {
  whole: number;
  flow: number;
  waited: number;
  ringing_outside: number;
  talk: number;
  held: number;
  outside: number;
  reconnecting: number;
  wait: number;
  rings: number;
  missed_rings: number;
}

export interface CallStory extends LoggedCall {
  answered_at: string | null;
  connected_at: string | null;
  language: string;
  data: Record<string, string>;
  legs: Leg[];
  chapters: Chapter[];
  rings: Ring[];
  totals: Totals;
  timeline: Moment[];
  decisions: Decision[];
  recordings: Recording[];
  messages: Recording[];
  rated: { at: string; scale: string; key: string; score: number; label: Texts; agent: string | null } | null;
  notes: { agent: string; text: string; disposition: string | null; at: string }[];
  names: Record<string, string>;
}

export interface Peaks {
  duration: number;
  peaks: number[][];
  per_second: number;
}
