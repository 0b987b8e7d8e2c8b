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
  /** A leader attends his talk. */
  listened?: true;
  calls_today: number;
  missed_today: number;
}

/** Rates are whole percent; absent: nothing to reckon from. */
export interface Figures {
  offered: number;
  answered: number;
  abandoned: number;
  answer_rate?: number;
  service_level?: number;
  abandon_rate?: number;
}

export type Rate = "answer_rate" | "service_level" | "abandon_rate";

export interface QueueState {
  name: string;
  enabled: boolean;
  waiting: number;
  ringing: number;
  longest_since?: string;
  signed_in: number;
  ready: number;
  engaged: number;
  availability: "none_signed_in" | "all_busy" | "available";
  expected_seconds?: number;
  target_seconds: number;
  hour: Figures;
  today: Figures;
  targets: Partial<Record<Rate, number>>;
}

export interface CallerShown {
  shown: string;
  region?: string;
  region_en?: string;
  anonymous: boolean;
  name?: string;
  customer_id?: string;
}

export interface WaitingCaller {
  queue: string;
  since: string;
  place: number;
  expected_seconds?: number;
  priority: number;
  /** At whom it rings now. */
  agent?: string;
  /** For whom he waits although others may be free: his last agent, or the one he was passed to. */
  reserved_for?: string;
  caller: CallerShown;
}

export type CallState = "arriving" | "in_flow" | "queued" | "dialling" | "talking" | "held" | "reconnecting" | "after_talk";

export interface CallShown {
  direction: "in" | "out";
  state: CallState;
  began_at: string;
  since: string;
  held_since?: string;
  agent?: string;
  queue?: string;
  caller: CallerShown;
  called: string;
  trunk: string;
  outside: boolean;
  transfers: number;
}

export type Level = "warning" | "alarm";

export interface AlertShown {
  measure: string;
  subject: string;
  level: Level;
  since: string;
  value?: number;
  /** When the duration that is too long began. */
  began_at?: string;
  sound: boolean;
}

export interface Lines {
  trunks: Record<string, { in: number; out: number }>;
  numbers: Record<string, number>;
}

export interface Floor {
  groups: Record<string, string>;
  reasons: Record<string, { zh: string; en: string }>;
  stretches: { hour_since: string; day_since: string; hour: Figures; today: Figures };
  agents: Record<string, AgentRow>;
  queues: Record<string, QueueState>;
  waiting: Record<string, WaitingCaller>;
  calls: Record<string, CallShown>;
  lines: Lines;
  alerts: Record<string, AlertShown>;
}

export const FLOOR = "floor";

/** One part of the floor; renders again only when that part changes. For components below the page's own waiting sign. */
export function useFloor<T>(select: (floor: Floor) => T): T | undefined {
  return useBoard<Floor, T>(FLOOR, select) ?? undefined;
}

/** Whether the floor is there, still awaited, or refused. */
export function useFloorStatus(): "there" | "awaited" | "refused" {
  const there = useBoard<Floor, boolean>(FLOOR, () => true);
  if (there === null) return "refused";
  return there ? "there" : "awaited";
}
