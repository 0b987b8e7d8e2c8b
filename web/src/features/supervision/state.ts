/** What the board `floor` shows; every part is keyed by id. Absent means not there, never null. */
import type { AgentState } from "@/rt/state";
import { useBoard } from "@/rt/store";

export interface AgentRow {
  name: string;
  seat: string;
  extension: string;
  groups: string[];
  state: AgentState;
  reason?: string;
  since: string;
  phone: "registered" | "unregistered";
  /** The call that he is engaged with. */
  call?: string;
  calls_today: number;
  missed_today: number;
}

export interface Floor {
  groups: Record<string, string>;
  agents: Record<string, AgentRow>;
}

export const FLOOR = "floor";

/** One part of the floor; renders again only when that part changes. */
export function useFloor<T>(select: (floor: Floor) => T): T | undefined | null {
  return useBoard<Floor, T>(FLOOR, select);
}
