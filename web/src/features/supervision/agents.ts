/** Which agents are listed, and in which order. */
import type { AgentRow } from "./state";

/** Whoever is longest in his state comes first; those who are not there come last. */
export function longestFirst(agents: Record<string, AgentRow>): [string, AgentRow][] {
  const away = (agent: AgentRow) => (agent.state === "offline" ? 1 : 0);
  return Object.entries(agents).sort(
    ([, a], [, b]) => away(a) - away(b) || a.since.localeCompare(b.since) || a.seat.localeCompare(b.seat),
  );
}
