/** Names for the shapes of the generated schema that the call log uses. */
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type LoggedCall = Schemas["CallOut"];
export type Outcome = LoggedCall["outcome"];
export type Chapter = Schemas["ChapterOut"];
export type ChapterKind = Chapter["kind"];
export type Ring = Schemas["RingOut"];
export type Moment = Schemas["MomentOut"];
export type Recording = Schemas["StoryRecordingOut"];
export type Leg = Schemas["LegOut"];
export type Peaks = Schemas["Peaks"];

/** The router's reason as it was stored; the events' schema knows its shape, HTTP hands it through. */
export interface Reason {
  cause: string;
  rule: string;
  waited_seconds: number;
  priority: number;
  effective_priority: number;
  step: number;
  min_levels: [string, number][];
  ahead: number;
  counts: Record<string, number>;
  key?: string;
  preferred_agent?: string | null;
  preferred_outcome?: string | null;
  passed: { agent: string; why: string; key: string }[];
  also_waiting?: number;
}

export type Decision = Omit<Schemas["DecisionOut"], "reason"> & { reason: Reason };
export type CallStory = Omit<Schemas["StoryOut"], "decisions"> & { decisions: Decision[] };
