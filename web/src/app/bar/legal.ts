/** Which buttons the telephone bar offers: exactly what the server calls legal, and what the phone can do. */
import type { DeskState } from "@/rt/state";
import type { PhoneMode } from "@/phone/machine";

export type CallButton = "answer" | "hang_up" | "hold" | "retrieve" | "mute" | "unmute" | "transfer" | "to_ivr" | "keypad";
export type AgentButton = "sign_in" | "sip_sign_in" | "sign_out" | "busy" | "idle" | "auto_idle" | "do_not_disturb" | "log_out";

export interface Slot<T extends string> {
  /** The command that this place of the bar stands for now. */
  button: T;
  enabled: boolean;
}

export interface BarModel {
  agent: Slot<AgentButton>[];
  call: Slot<CallButton>[];
}

type Facts = Pick<DeskState, "agent" | "offer" | "call">;

function callSlots(state: Facts, phone: PhoneMode): Slot<CallButton>[] {
  const controls = new Set<string>(state.call?.controls ?? []);
  const actions = new Set<string>(state.agent?.actions ?? []);
  const ringing = phone === "ringing" && (state.offer !== undefined || controls.has("answer"));
  return [
    { button: "answer", enabled: ringing },
    { button: "hang_up", enabled: controls.has("hang_up") },
    { button: controls.has("retrieve") ? "retrieve" : "hold", enabled: controls.has("retrieve") || controls.has("hold") },
    { button: controls.has("unmute") ? "unmute" : "mute", enabled: controls.has("unmute") || controls.has("mute") },
    { button: "transfer", enabled: controls.has("transfer") },
    { button: "to_ivr", enabled: controls.has("to_ivr") },
    { button: "keypad", enabled: controls.has("digits") || actions.has("dial") },
  ];
}

function agentSlots(state: Facts): Slot<AgentButton>[] {
  const { agent } = state;
  if (!agent) return [];
  const actions = new Set<string>(agent.actions);
  const slot = (button: Exclude<AgentButton, "sip_sign_in">) => ({ button, enabled: actions.has(button) });
  if (agent.sign_in !== "signed_in") return [slot("sign_in"), { button: "sip_sign_in", enabled: actions.has("sign_in") }, slot("log_out")];
  return [slot("busy"), slot("idle"), slot("auto_idle"), slot("do_not_disturb"), slot("sign_out"), slot("log_out")];
}

export function barModel(state: Facts | undefined, phone: PhoneMode): BarModel {
  if (!state?.agent) return { agent: [], call: [] };
  const signedIn = state.agent.sign_in === "signed_in";
  return { agent: agentSlots(state), call: signedIn ? callSlots(state, phone) : [] };
}
