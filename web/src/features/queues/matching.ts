/** Who a queue would find, now and after each relaxation; the same rule as the server's. */
import type { Relaxation, Requirement, SkillGroup } from "@/api/records";

export interface Step {
  /** Waiting time from which the step holds; 0 is the beginning. */
  after: number;
  requirements: Requirement[];
  /** Agents who are in every required group with the level that suffices. */
  agents: string[];
}

/** After a relaxation its level suffices in every required group; it never raises one. */
export function levelsAfter(requirements: Requirement[], relaxation: Relaxation): Requirement[] {
  return requirements.map((one) => ({ ...one, min_level: Math.min(one.min_level, relaxation.min_level) }));
}

export function qualified(groups: SkillGroup[], requirements: Requirement[]): string[] {
  if (!requirements.length) return [];
  const able = requirements.map((one) => {
    const members = groups.find((group) => group.id === one.group)?.members ?? [];
    return new Set(members.filter((member) => member.level >= one.min_level).map((member) => member.agent));
  });
  const [first, ...others] = able;
  return [...first!].filter((agent) => others.every((set) => set.has(agent)));
}

export function steps(groups: SkillGroup[], requirements: Requirement[], relaxations: Relaxation[]): Step[] {
  const at = (after: number, levels: Requirement[]): Step => ({ after, requirements: levels, agents: qualified(groups, levels) });
  return [at(0, requirements), ...relaxations.map((one) => at(one.after_seconds, levelsAfter(requirements, one)))];
}

export type RelaxationFault = "order" | "raises" | "useless";

/** What is wrong with each relaxation: it must come later than the one before and never ask for more. */
export function relaxationFaults(requirements: Requirement[], relaxations: Relaxation[]): (RelaxationFault | undefined)[] {
  const highest = Math.max(0, ...requirements.map((one) => one.min_level));
  return relaxations.map((one, index) => {
    const before = relaxations[index - 1];
    if (before && one.after_seconds <= before.after_seconds) return "order";
    if (before && one.min_level > before.min_level) return "raises";
    if (!before && highest > 0 && one.min_level >= highest) return "useless";
    return undefined;
  });
}

/** A further relaxation: 30 seconds later, two levels lower. */
export function nextRelaxation(requirements: Requirement[], relaxations: Relaxation[]): Relaxation {
  const last = relaxations.at(-1);
  const level = last?.min_level ?? Math.max(1, ...requirements.map((one) => one.min_level));
  return { after_seconds: (last?.after_seconds ?? 0) + 30, min_level: Math.max(1, level - 2) };
}
