/** Who is listed, and in which order: pure. */
import type { AgentRow, AlertShown, CallShown, Level, WaitingCaller } from "./state";

/** Whoever is longest in his state comes first; behind them who has not signed in, last who is not there. */
export function longestFirst(agents: Record<string, AgentRow>): [string, AgentRow][] {
  const away = ({ state }: AgentRow) => (state === "offline" ? 2 : state === "logged_in" ? 1 : 0);
  return Object.entries(agents).sort(
    ([, a], [, b]) => away(a) - away(b) || byText(a.since, b.since) || byText(a.seat, b.seat),
  );
}

export interface AgentFilter {
  group?: string;
  /** A state, or "there" for everybody but those who are offline. */
  state: string;
}

export function fits(agent: AgentRow, filter: AgentFilter): boolean {
  if (filter.group && !agent.groups.includes(filter.group)) return false;
  if (filter.state === "there") return agent.state !== "offline";
  return filter.state === "all" || agent.state === filter.state;
}

/** How many agents of a group are in each state, the most frequent first. */
export function countStates(agents: Record<string, AgentRow>, group?: string): [AgentRow["state"], number][] {
  const counts = new Map<AgentRow["state"], number>();
  for (const agent of Object.values(agents)) {
    if (group && !agent.groups.includes(group)) continue;
    counts.set(agent.state, (counts.get(agent.state) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** Whoever waits longest comes first, whatever his queue. */
export function longestWaiting(waiting: Record<string, WaitingCaller>, queue?: string): [string, WaitingCaller][] {
  return Object.entries(waiting)
    .filter(([, one]) => !queue || one.queue === queue)
    .sort(([, a], [, b]) => byText(a.since, b.since) || a.place - b.place);
}

export function longestCalls(calls: Record<string, CallShown>, queue?: string): [string, CallShown][] {
  return Object.entries(calls)
    .filter(([, one]) => !queue || one.queue === queue)
    .sort(([, a], [, b]) => byText(a.since, b.since));
}

const weight: Record<Level, number> = { alarm: 0, warning: 1 };

/** Alarms before warnings, and of each the oldest first. */
export function worstFirst(alerts: Record<string, AlertShown>): [string, AlertShown][] {
  return Object.entries(alerts).sort(([, a], [, b]) => weight[a.level] - weight[b.level] || byText(a.since, b.since));
}

/** ISO instants compare as text; a locale's rules would be slow and wrong. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
