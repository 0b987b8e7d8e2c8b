/** Changing the list of a skill group's members. */
import type { Member } from "@/api/records";

export const LEVELS = { lowest: 1, highest: 10, usual: 5 };
export const FIRST_PRIORITY = 1;

/** New agents come last, with the usual level; who is there already stays as he is. */
export function withAgents(members: Member[], agents: string[]): Member[] {
  const here = new Set(members.map((member) => member.agent));
  const fresh = agents.filter((agent) => !here.has(agent));
  return [...members, ...fresh.map((agent) => ({ agent, level: LEVELS.usual, priority: FIRST_PRIORITY }))];
}

export function without(members: Member[], agent: string): Member[] {
  return members.filter((member) => member.agent !== agent);
}

export function changed(members: Member[], agent: string, change: Partial<Member>): Member[] {
  return members.map((member) => (member.agent === agent ? { ...member, ...change } : member));
}

/** One place up (-1) or down (+1); nothing happens at the ends. */
export function moved(members: Member[], agent: string, by: -1 | 1): Member[] {
  const from = members.findIndex((member) => member.agent === agent);
  const to = from + by;
  if (from < 0 || to < 0 || to >= members.length) return members;
  const list = [...members];
  [list[from], list[to]] = [list[to]!, list[from]!];
  return list;
}
