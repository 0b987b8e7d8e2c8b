/** What leaders do on the floor, and what agents ask of them; the result comes over the control socket. */
import type { ListenMode } from "@/rt/state";
import { api } from "./client";

export interface GroupLevel {
  group: string;
  level: number;
}

const agent = (id: string) => `/supervision/agents/${id}`;

export const leading = {
  listen: (id: string, mode: ListenMode, reason: string) => api.post("/supervision/listening", { agent: id, mode, reason }),
  switchMode: (mode: ListenMode) => api.put("/supervision/listening/mode", { mode }),
  stopListening: () => api.delete("/supervision/listening"),
  takeOver: (id: string, reason: string) => api.post(`${agent(id)}/take-over`, { reason }),
  busy: (id: string, busyReason: string, reason: string) => api.post(`${agent(id)}/busy`, { busy_reason: busyReason, reason }),
  idle: (id: string, reason: string) => api.post(`${agent(id)}/idle`, { reason }),
  signOut: (id: string, reason: string) => api.post(`${agent(id)}/sign-out`, { reason }),
  assign: (id: string, groups: GroupLevel[], reason: string) => api.put(`${agent(id)}/groups`, { groups, reason }),
  tip: (id: string, text: string) => api.post(`${agent(id)}/tips`, { text }),
  takeHand: (hand: string) => api.post(`/supervision/hands/${hand}/take`),
  lowerHand: (hand: string) => api.delete(`/supervision/hands/${hand}`),
  raiseHand: (text: string) => api.put("/desk/hand", { text }),
  lowerOwnHand: () => api.delete("/desk/hand"),
  tipSeen: (tip: string) => api.post(`/desk/tips/${tip}/seen`),
};
