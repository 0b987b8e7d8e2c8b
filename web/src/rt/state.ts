/** What the server tells the desk over the control socket. The state never holds null: absent means not there. */

export type AgentState =
  | "offline"
  | "logged_in"
  | "busy"
  | "idle"
  | "ringing"
  | "dialling"
  | "talking"
  | "holding"
  | "consulting"
  | "conference"
  | "wrapping"
  | "do_not_disturb"
  | "reconnecting";

/** Commands on the agent himself that are legal now. */
export type Action = "sign_in" | "sign_out" | "busy" | "idle" | "auto_idle" | "log_out" | "dial" | "do_not_disturb" | "finish_wrap_up" | "extend_wrap_up";

/** Commands on the call in focus that are legal now. */
export type Control =
  | "answer"
  | "hang_up"
  | "hold"
  | "retrieve"
  | "mute"
  | "unmute"
  | "transfer"
  | "to_ivr"
  | "digits";

export interface Agent {
  sign_in: "logged_in" | "signed_in";
  method?: string;
  presence: "offline" | "busy" | "idle" | "do_not_disturb";
  reason?: string;
  work: "free" | "offered" | "engaged" | "wrapping";
  auto_idle: boolean;
  state: AgentState;
  since: string;
  phone: "registered" | "unregistered";
  actions: Action[];
  calls_today?: number;
  missed_today?: number;
}

export interface Reason {
  code: string;
  zh: string;
  en: string;
}

export interface Caller {
  number?: string;
  shown: string;
  region?: string;
  region_en?: string;
  name?: string;
  customer_id?: string;
  anonymous: boolean;
}

export interface QueueRef {
  id: string;
  name: string;
}

/** What is known of a contact while it rings, runs and is wrapped up. */
export interface Contact {
  call_id: string;
  caller: Caller;
  called: string;
  queue?: QueueRef;
  path: PathStep[];
  data: KeptValue[];
  transfers: number;
}

export interface Offer extends Contact {
  offer_id: string;
  at: string;
  expires_at: string;
  waited_since?: string;
}

/** What a flow kept with the call, in words. */
export interface KeptValue {
  name: string;
  zh: string;
  en: string;
  value_zh: string;
  value_en: string;
}

export interface PathStep {
  at: string;
  kind: string;
  zh: string;
  en: string;
}

export type Direction = "in" | "out" | "internal";

export interface Call extends Contact {
  direction: Direction;
  state: "ringing" | "dialling" | "talking" | "held" | "reconnecting" | "surveying";
  since: string;
  held_since?: string;
  /** Until when a lost phone may come back to the call. */
  reconnect_by?: string;
  muted: boolean;
  recording: boolean;
  controls: Control[];
}

/** Of a call whose data were deleted meanwhile only the id is left. */
export interface WrapUp extends Partial<Contact> {
  call_id: string;
  since: string;
  ends_at?: string;
  direction?: Direction;
  /** Why the customer of an outbound call was not reached. */
  not_connected?: string;
}

export interface QueueRow {
  id: string;
  name: string;
  waiting: number;
  longest_since?: string;
  signed_in: number;
  idle: number;
}

export type ListenMode = "silent" | "whisper" | "barge";

/** Whose talk this person attends; `waiting`: no agent has the customer at this moment. */
export interface Listening {
  id: string;
  call_id: string;
  agent: string;
  name?: string;
  seat?: string;
  mode: ListenMode;
  state: "calling" | "listening" | "waiting";
  since: string;
}

/** What this person attended last, and why it ended. */
export interface ListeningOver {
  id: string;
  why: "listener" | "talk_ended" | "no_phone" | "line_lost" | "other_call" | "left";
}

/** Who attends this person's talk. */
export interface Listener {
  name?: string;
  mode: ListenMode;
}

export interface Hand {
  id: string;
  agent: string;
  name?: string;
  text: string;
  call?: string;
  raised_at: string;
  taken_by?: string;
  taken_name?: string;
}

/** A leader's words on this desk, or word of what he did to the agent. */
export interface Tip {
  id: string;
  kind: "tip" | "busy" | "idle" | "signed_out" | "groups";
  text: string;
  sender?: string;
  sent_at: string;
}

export interface DeskState {
  me: { user_id: string; name: string; seat?: string; extension?: string };
  agent?: Agent;
  reasons?: Reason[];
  offer?: Offer;
  call?: Call;
  wrap_up?: WrapUp;
  remind_idle?: boolean;
  queues?: QueueRow[];
  /** Asterisk does not answer: talks go on or are over, and no command reaches one. */
  switch_away?: boolean;
  listening?: Listening;
  listening_over?: ListeningOver;
  listened?: Listener[];
  hand?: Hand;
  tips?: Tip[];
}
