/** Small floors for tests. */
import type { AgentRow, AlertShown, Floor, QueueState } from "./state";

const figures = { offered: 20, answered: 18, abandoned: 2, answer_rate: 90, service_level: 80, abandon_rate: 10 };

export function agent(more: Partial<AgentRow> = {}): AgentRow {
  return {
    name: "n",
    seat: "A001",
    extension: "1001",
    groups: ["g1"],
    state: "idle",
    since: "2026-03-02T10:00:00Z",
    phone: "registered",
    calls_today: 0,
    missed_today: 0,
    ...more,
  };
}

export function queue(more: Partial<QueueState> = {}): QueueState {
  return {
    name: "q",
    enabled: true,
    waiting: 0,
    ringing: 0,
    signed_in: 3,
    ready: 1,
    engaged: 2,
    availability: "available",
    target_seconds: 20,
    hour: figures,
    today: figures,
    targets: { answer_rate: 90, service_level: 80, abandon_rate: 5 },
    ...more,
  };
}

export function alert(more: Partial<AlertShown> = {}): AlertShown {
  return { measure: "waiting", subject: "q1", level: "warning", since: "2026-03-02T10:00:00Z", value: 5, sound: false, ...more };
}

export function floor(more: Partial<Floor> = {}): Floor {
  return {
    groups: { g1: "G" },
    reasons: {},
    stretches: { hour_since: "", day_since: "", hour: figures, today: figures },
    agents: {},
    queues: { q1: queue() },
    waiting: {},
    calls: {},
    lines: { trunks: {}, numbers: {} },
    alerts: {},
    ...more,
  };
}
