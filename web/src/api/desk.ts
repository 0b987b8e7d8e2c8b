/** The agent's commands; what they change comes back as a frame over the control socket. */
import { api } from "./client";
import type { CallNote, PhoneCredentials, SipPhone, SipPhoneSecret, Targets, TestPhone, TransferKind } from "./types";

/** Who was at the other end of a call, or a customer's number by its place in his list. */
export type Whom = { call: string } | { customer: string; place: number };

export const desk = {
  signIn: () => api.post("/desk/sign-in", { method: "web" }),
  signInWithSipPhone: () => api.post("/desk/sign-in", { method: "sip_phone" }),
  sipPhone: () => api.get<SipPhone>("/desk/sip-phone"),
  renewSipPhone: () => api.post<SipPhoneSecret>("/desk/sip-phone"),
  signOut: () => api.post("/desk/sign-out"),
  busy: (reason: string) => api.post("/desk/busy", { reason }),
  idle: () => api.post("/desk/idle"),
  doNotDisturb: (on: boolean) => api.post("/desk/do-not-disturb", { on }),
  autoIdle: (on: boolean) => api.post("/desk/auto-idle", { on }),
  dial: (number: string) => api.post("/desk/dial", { number }),
  /** Calls whom a record names; nobody needs to see the number for that. */
  callBack: (whom: Whom) => api.post("/desk/dial", whom),
  reject: (offer: string) => api.post(`/desk/offers/${offer}/reject`),
  hangUp: (call: string) => api.post(`/desk/calls/${call}/hang-up`),
  hold: (call: string) => api.post(`/desk/calls/${call}/hold`),
  retrieve: (call: string) => api.post(`/desk/calls/${call}/retrieve`),
  mute: (call: string, on: boolean) => api.post(`/desk/calls/${call}/mute`, { on }),
  digits: (call: string, digits: string) => api.post(`/desk/calls/${call}/digits`, { digits }),
  transfer: (call: string, kind: TransferKind, target: string) =>
    api.post(`/desk/calls/${call}/transfer`, { kind, target }),
  finishWrapUp: () => api.post("/desk/wrap-up/finish"),
  extendWrapUp: (seconds: number) => api.post("/desk/wrap-up/extend", { seconds }),
  phone: () => api.get<PhoneCredentials>("/desk/phone"),
  rejoin: () => api.post("/desk/rejoin"),
  targets: () => api.get<Targets>("/desk/targets"),
  note: (call: string) => api.get<CallNote>(`/desk/calls/${call}/note`),
  saveNote: (call: string, note: CallNote) => api.put(`/desk/calls/${call}/note`, note),
  testPhone: () => api.post<TestPhone>("/desk/test-phone"),
};
