/** The contact that the desk shows: the running call, else the ringing one, else the one being wrapped up. */
import type { Call, Caller, Contact, DeskState, Direction, Offer, WrapUp } from "@/rt/state";

export interface Focus {
  callId: string;
  caller: Caller | undefined;
  call?: Call;
  offer?: Offer;
  wrapUp?: WrapUp;
}

export function focusOf({ call, offer, wrap_up }: Pick<DeskState, "call" | "offer" | "wrap_up">): Focus | undefined {
  if (call) return { callId: call.call_id, caller: call.caller, call };
  if (offer) return { callId: offer.call_id, caller: offer.caller, offer };
  if (wrap_up) return { callId: wrap_up.call_id, caller: wrap_up.caller, wrapUp: wrap_up };
  return undefined;
}

export function contactOf({ call, offer, wrapUp }: Focus): Partial<Contact> {
  return call ?? offer ?? wrapUp ?? {};
}

/** Only inbound calls ring. */
export function wayOf({ call, wrapUp }: Focus): Direction {
  return (call ?? wrapUp)?.direction ?? "in";
}
