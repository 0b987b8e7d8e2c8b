/** Reads a router's reason: which sentence tells the rule, the cause and each agent's share. */
import type { Decision } from "./types";

export interface Worded {
  key: string;
  params: Record<string, string | number>;
}

const CAUSES = ["arrived", "agent_ready", "relaxed", "preference_over", "queue_changed"];

/** What made the router look: `returned:expired` names why the item came back. */
export function causeOf(cause: string): Worded {
  const [head, why] = cause.split(":");
  if (head === "returned") return { key: `calls:why.cause.returned_${["expired", "rejected", "unreachable"].includes(why ?? "") ? why : "other"}`, params: {} };
  return { key: `calls:why.cause.${CAUSES.includes(cause) ? cause : "other"}`, params: {} };
}

/** What is compared, and what its number is in the sentence. */
const COMPARED: Record<string, string> = { idle: "seconds", used: "seconds", calls: "count", priority: "level", place: "place" };

/** What the strategy compared (`idle=35`, `calls=3`, `priority=2 idle=4`), in words. */
export function comparedOf(key: string | undefined): Worded[] {
  return [...(key ?? "").matchAll(/(\w+)=(\d+)/g)].flatMap(([, name, value]) => {
    const param = COMPARED[name!];
    return param ? [{ key: `calls:why.compared.${name}`, params: { [param]: Number(value) } }] : [];
  });
}

const REASONS = ["signed_out", "busy", "unreachable", "offered", "engaged", "wrapping", "aside", "ready", "level_too_low", "refused", "behind", "waits_for_preferred"];

/** Why an agent did not get the call; a busy reason is told by its name. */
export function passedOf(why: string, names: Record<string, string>): Worded {
  if (why.startsWith("busy:")) {
    const reason = names[why];
    return reason ? { key: "calls:why.passed.busy_for", params: { reason } } : { key: "calls:why.passed.busy", params: {} };
  }
  return { key: `calls:why.passed.${REASONS.includes(why) ? why : "other"}`, params: { why } };
}

const PREFERRED = ["chosen", "waiting", "not_signed_in", "not_a_member", "time_over", "refused"];

export function preferredOf(decision: Decision, names: Record<string, string>): Worded | undefined {
  const { preferred_agent: agent, preferred_outcome: outcome } = decision.reason;
  if (!agent || !outcome || !PREFERRED.includes(outcome)) return undefined;
  return { key: `calls:why.preferred.${outcome}`, params: { agent: names[agent] ?? "…" } };
}

const RULES = ["preferred_agent", "nobody", "longest_idle", "least_time_used", "fewest_calls", "sequential", "round_robin", "priority_in_group", "random"];

export function ruleOf(rule: string): string {
  return `calls:why.rule.${RULES.includes(rule) ? rule : "other"}`;
}

/** The counts of a queue's members, in the order in which they matter. */
const ORDER = ["ready", "offered", "engaged", "wrapping", "aside", "busy", "unreachable", "signed_out"];

export function countsOf(counts: Record<string, number>): [string, number][] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b));
}
