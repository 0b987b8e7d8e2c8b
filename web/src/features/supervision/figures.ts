/** The numbers of figure cards, reckoned from the floor: pure. */
import type { AlertShown, Figures, Floor, Level, QueueState, Rate } from "./state";

export const figureKeys = [
  "waiting",
  "longest_wait",
  "ready",
  "signed_in",
  "talking",
  "in_flow",
  "offered_today",
  "answered_today",
  "abandoned_today",
  "answer_rate_hour",
  "answer_rate_today",
  "service_level_hour",
  "service_level_today",
  "abandon_rate_hour",
  "abandon_rate_today",
] as const;

export type FigureKey = (typeof figureKeys)[number];

export interface Figure {
  /** A count or whole percent. */
  value?: number;
  /** A duration's beginning, which ticks. */
  since?: string;
  unit: "count" | "seconds" | "percent";
  level?: Level;
  target?: number;
  /** The base of a rate. */
  of?: { part: number; whole: number };
}

const TALKING = new Set(["talking", "holding", "consulting", "conference", "reconnecting"]);
const AWAY = new Set(["offline", "logged_in"]);
const RATE = /^(answer_rate|service_level|abandon_rate)_(hour|today)$/;
const COUNT = /^(offered|answered|abandoned)_today$/;

export function figureOf(floor: Floor, key: FigureKey, queue?: string): Figure {
  const rate = RATE.exec(key);
  if (rate) return rateOf(floor, key, rate[1] as Rate, rate[2] as "hour" | "today", queue);
  const count = COUNT.exec(key);
  if (count) return { value: stretch(floor, "today", queue)[count[1] as "offered"], unit: "count" };
  if (key === "longest_wait") return { since: oldest(queues(floor, queue)), unit: "seconds", level: levelOf(floor.alerts, key, queue) };
  // That somebody talks for long says nothing about how many talk.
  const level = key === "talking" ? undefined : levelOf(floor.alerts, key, queue);
  return { value: now(floor, key, queue), unit: "count", level };
}

/** The worst alert of a measure, of one queue or of all. */
export function levelOf(alerts: Record<string, AlertShown>, measure: string, subject?: string): Level | undefined {
  if (subject) return alerts[`${measure}:${subject}`]?.level;
  let worst: Level | undefined;
  for (const alert of Object.values(alerts)) {
    if (alert.measure !== measure) continue;
    if (alert.level === "alarm") return "alarm";
    worst = alert.level;
  }
  return worst;
}

function queues(floor: Floor, queue?: string): QueueState[] {
  if (!queue) return Object.values(floor.queues);
  const found = floor.queues[queue];
  return found ? [found] : [];
}

function stretch(floor: Floor, which: "hour" | "today", queue?: string): Figures {
  const none = { offered: 0, answered: 0, abandoned: 0 };
  return queue ? (floor.queues[queue]?.[which] ?? none) : floor.stretches[which];
}

function rateOf(floor: Floor, key: FigureKey, rate: Rate, which: "hour" | "today", queue?: string): Figure {
  const figures = stretch(floor, which, queue);
  const part = rate === "answer_rate" ? figures.answered : rate === "abandon_rate" ? figures.abandoned : undefined;
  const of = part === undefined ? undefined : { part, whole: figures.offered };
  const target = commonTarget(queues(floor, queue), rate);
  const level = queue ? levelOf(floor.alerts, key, queue) : missed(rate, figures, target);
  return { value: figures[rate], unit: "percent", level, target, of };
}

/** Fewer calls are not judged; the same number as on the server. */
const LEAST_OFFERED = 10;

/** The rate of all queues together has no limits of its own: it is held against the target that they share. */
function missed(rate: Rate, figures: Figures, target: number | undefined): Level | undefined {
  const value = figures[rate];
  if (value === undefined || target === undefined || figures.offered < LEAST_OFFERED) return undefined;
  const beyond = rate === "abandon_rate" ? value >= target : value < target;
  return beyond ? "warning" : undefined;
}

/** The target that all these queues have, if they have the same. */
function commonTarget(all: QueueState[], rate: Rate): number | undefined {
  const targets = new Set(all.map((queue) => queue.targets[rate]));
  return targets.size === 1 ? [...targets][0] : undefined;
}

function oldest(all: QueueState[]): string | undefined {
  return all.reduce<string | undefined>(
    (first, { longest_since: since }) => (since && (!first || since < first) ? since : first),
    undefined,
  );
}

function now(floor: Floor, key: FigureKey, queue?: string): number {
  const sum = (of: (one: QueueState) => number) => queues(floor, queue).reduce((total, one) => total + of(one), 0);
  const agents = Object.values(floor.agents);
  switch (key) {
    case "waiting":
      return sum((one) => one.waiting);
    case "ready":
      return queue ? sum((one) => one.ready) : agents.filter((agent) => agent.state === "idle" && agent.phone === "registered").length;
    case "signed_in":
      return queue ? sum((one) => one.signed_in) : agents.filter((agent) => !AWAY.has(agent.state)).length;
    case "talking":
      return queue ? sum((one) => one.engaged) : agents.filter((agent) => TALKING.has(agent.state)).length;
    case "in_flow":
      return Object.values(floor.calls).filter((call) => call.state === "in_flow" && (!queue || call.queue === queue)).length;
    default:
      return 0;
  }
}
