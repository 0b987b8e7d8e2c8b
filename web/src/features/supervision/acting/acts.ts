/** What a leader may do to an agent, by his permissions and the agent's state; pure. */
import type { ListenMode } from "@/rt/state";
import type { AgentRow } from "../state";

export type Act = ListenMode | "take_over" | "tip" | "busy" | "idle" | "sign_out" | "groups";

const PERMISSIONS: [Act, string][] = [
  ["silent", "supervision.listen"],
  ["whisper", "supervision.whisper"],
  ["barge", "supervision.barge"],
  ["take_over", "supervision.take_over"],
  ["tip", "supervision.help"],
  ["busy", "supervision.force"],
  ["idle", "supervision.force"],
  ["sign_out", "supervision.force"],
  ["groups", "supervision.force"],
];

const TALKING = new Set(["talking", "holding", "dialling", "consulting", "conference"]);
const AWAY = new Set(["offline", "logged_in"]);

export interface Offered {
  act: Act;
  enabled: boolean;
}

function fits(act: Act, agent: Pick<AgentRow, "state" | "call">, own: boolean): boolean {
  const talks = TALKING.has(agent.state);
  switch (act) {
    case "silent":
    case "whisper":
    case "barge":
    case "take_over":
      return talks && agent.call !== undefined && !own;
    case "tip":
      return agent.state !== "offline" && !own;
    case "busy":
      return agent.state !== "offline";
    case "idle":
      return !AWAY.has(agent.state) && agent.state !== "idle";
    case "sign_out":
      return !AWAY.has(agent.state) && !talks && agent.state !== "reconnecting";
    case "groups":
      return true;
  }
}

/** The acts that this leader may do at all, and which of them make sense now; `own`: on himself. */
export function actsOn(agent: Pick<AgentRow, "state" | "call">, may: (permission: string) => boolean, own: boolean): Offered[] {
  return PERMISSIONS.filter(([, permission]) => may(permission)).map(([act]) => ({ act, enabled: fits(act, agent, own) }));
}

/** Whether a leader with these permissions may do anything to agents at all. */
export function mayAct(may: (permission: string) => boolean): boolean {
  return PERMISSIONS.some(([, permission]) => may(permission));
}

export function isListening(act: Act): act is ListenMode {
  return act === "silent" || act === "whisper" || act === "barge";
}
