/** The softphone as a table-like pure step: an event gives the next state and what to do; the server is the truth. */

export type Registration = "off" | "connecting" | "registered" | "lost" | "refused";
export type SessionPhase = "ringing" | "expected" | "answering" | "active";

export interface PhoneSession {
  id: string;
  callRef?: string;
  offerRef?: string;
  /** The server asks this phone to answer by itself, for the call named here. */
  autoAnswer?: string;
  phase: SessionPhase;
  /** Since when the server does not know this session (milliseconds). */
  strangeSince?: number;
}

/** What the server says that this agent is doing, reduced to what the phone needs. */
export interface ServerView {
  callRef?: string;
  offerRef?: string;
  offerCallRef?: string;
  reconnecting: boolean;
  wrapping: boolean;
}

export interface PhoneState {
  registration: Registration;
  session?: PhoneSession;
  server?: ServerView;
  /** When the server was last asked to ring this phone again (milliseconds). */
  rejoinAskedAt?: number;
  /** No registration since the page was loaded: a call of the server's is then one to come back to. */
  fresh: boolean;
}

export const initialPhone: PhoneState = { registration: "off", fresh: true };

export type PhoneEvent =
  | { type: "started" }
  | { type: "stopped" }
  | { type: "registered"; at: number }
  | { type: "disconnected" }
  | { type: "refused" }
  | { type: "incoming"; id: string; callRef?: string; offerRef?: string; autoAnswer?: string }
  | { type: "answer" }
  | { type: "confirmed"; id: string }
  | { type: "ended"; id: string }
  | { type: "server"; view: ServerView | undefined; at: number }
  | { type: "tick"; at: number };

export type Effect =
  | { do: "ring" }
  | { do: "silence" }
  | { do: "beep" }
  | { do: "answer"; id: string }
  | { do: "refuse"; id: string }
  | { do: "terminate"; id: string }
  | { do: "renegotiate"; id: string }
  | { do: "rejoin" };

export interface Step {
  state: PhoneState;
  effects: Effect[];
}

/** A session that the server does not know may be just ahead of the news; this long we wait for them. */
const STRANGE_MS = 4_000;
const REJOIN_AGAIN_MS = 5_000;

function known(session: PhoneSession, server: ServerView): boolean {
  if (!session.callRef && !session.offerRef) return true;
  if (session.callRef && (session.callRef === server.callRef || session.callRef === server.offerCallRef)) return true;
  return session.offerRef !== undefined && session.offerRef === server.offerRef;
}

function mayAutoAnswer(session: PhoneSession, server: ServerView | undefined): boolean {
  return session.autoAnswer !== undefined && session.autoAnswer === server?.callRef;
}

function answering(state: PhoneState, session: PhoneSession, beep: boolean): Step {
  const effects: Effect[] = [{ do: "silence" }, { do: "answer", id: session.id }];
  if (beep) effects.push({ do: "beep" });
  return { state: { ...state, session: { ...session, phase: "answering" } }, effects };
}

function incoming(state: PhoneState, event: Extract<PhoneEvent, { type: "incoming" }>): Step {
  const effects: Effect[] = [];
  const old = state.session;
  if (old && old.id === event.id) return { state, effects };
  if (old) {
    const replaces = event.autoAnswer !== undefined && event.autoAnswer === old.callRef;
    if (!replaces) return { state, effects: [{ do: "refuse", id: event.id }] };
    effects.push({ do: "terminate", id: old.id });
  }
  const { id, callRef, offerRef, autoAnswer } = event;
  const session: PhoneSession = { id, callRef: callRef ?? autoAnswer, offerRef, autoAnswer, phase: autoAnswer ? "expected" : "ringing" };
  if (mayAutoAnswer(session, state.server)) {
    const step = answering(state, session, true);
    return { state: step.state, effects: [...effects, ...step.effects] };
  }
  if (session.phase === "ringing") effects.push({ do: "ring" });
  return { state: { ...state, session }, effects };
}

/** Ends what the server has not known for a while, and asks to be rung when it has a call that this phone lost. */
function reconcile(state: PhoneState, at: number): Step {
  const { server, session, registration } = state;
  if (!server) return { state, effects: [] };
  if (session) {
    if (known(session, server)) {
      if (session.strangeSince === undefined) return { state, effects: [] };
      return { state: { ...state, session: { ...session, strangeSince: undefined } }, effects: [] };
    }
    const since = session.strangeSince ?? at;
    if (at - since >= STRANGE_MS) return { state: { ...state, session: undefined }, effects: [{ do: "silence" }, { do: "terminate", id: session.id }] };
    return { state: { ...state, session: { ...session, strangeSince: since } }, effects: [] };
  }
  const lost = server.callRef !== undefined && (server.reconnecting || state.fresh);
  const askedLately = state.rejoinAskedAt !== undefined && at - state.rejoinAskedAt < REJOIN_AGAIN_MS;
  if (registration === "registered" && lost && !askedLately) {
    return { state: { ...state, fresh: false, rejoinAskedAt: at }, effects: [{ do: "rejoin" }] };
  }
  return { state, effects: [] };
}

function registered(state: PhoneState, at: number): Step {
  const next: PhoneState = { ...state, registration: "registered" };
  const { session } = state;
  const live = session?.phase === "active";
  const step = reconcile(next, at);
  const effects: Effect[] = live && session ? [{ do: "renegotiate", id: session.id }, ...step.effects] : step.effects;
  return { state: { ...step.state, fresh: step.state.server ? false : step.state.fresh }, effects };
}

function server(state: PhoneState, view: ServerView | undefined, at: number): Step {
  const next = { ...state, server: view };
  const { session } = next;
  if (session?.phase === "expected" && mayAutoAnswer(session, view)) return answering(next, session, true);
  const step = reconcile(next, at);
  const settled = step.state.registration === "registered" && view !== undefined;
  return { state: { ...step.state, fresh: settled ? false : step.state.fresh }, effects: step.effects };
}

export function step(state: PhoneState, event: PhoneEvent): Step {
  const { session } = state;
  switch (event.type) {
    case "started":
      return { state: { ...state, registration: "connecting" }, effects: [] };
    case "stopped": {
      const effects: Effect[] = session ? [{ do: "silence" }, { do: "terminate", id: session.id }] : [];
      return { state: { ...state, registration: "off", session: undefined }, effects };
    }
    case "registered":
      return registered(state, event.at);
    case "disconnected":
      return state.registration === "off" ? { state, effects: [] } : { state: { ...state, registration: "lost" }, effects: [] };
    case "refused":
      return { state: { ...state, registration: "refused" }, effects: [] };
    case "incoming":
      return incoming(state, event);
    case "answer":
      return session?.phase === "ringing" ? answering(state, session, false) : { state, effects: [] };
    case "confirmed":
      if (session?.id !== event.id || session.phase === "active") return { state, effects: [] };
      return { state: { ...state, session: { ...session, phase: "active" } }, effects: [{ do: "silence" }] };
    case "ended":
      if (session?.id !== event.id) return { state, effects: [] };
      return { state: { ...state, session: undefined }, effects: [{ do: "silence" }] };
    case "server":
      return server(state, event.view, event.at);
    case "tick":
      return reconcile(state, event.at);
  }
}

export type PhoneMode =
  | "offline"
  | "connecting"
  | "ready"
  | "ringing"
  | "answering"
  | "active"
  | "recovering"
  | "wrapup";

/** One word for what the phone is doing, from both sides of the truth. */
export function modeOf(state: PhoneState): PhoneMode {
  const { registration, session, server: view } = state;
  if (session?.phase === "ringing") return "ringing";
  if (session?.phase === "answering" || session?.phase === "expected") return "answering";
  if (session) return "active";
  if (registration === "off" || registration === "refused") return "offline";
  if (view?.callRef && (view.reconnecting || registration !== "registered")) return "recovering";
  if (registration !== "registered") return "connecting";
  return view?.wrapping ? "wrapup" : "ready";
}
