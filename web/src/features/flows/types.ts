/** The shapes of flows as the server keeps them; what it calls an object is spelt out here. */
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type FlowHead = Schemas["FlowOut"];
export type Version = Schemas["VersionOut"];
export type FlowProblem = Schemas["ProblemOut"];

export interface Text {
  "zh-CN": string;
  en: string;
}

/** A step: a verb, its parameters beside it, and where each exit leads. */
export interface FlowNode {
  verb: string;
  title?: Partial<Text>;
  exits?: Record<string, string>;
  position?: { x: number; y: number } | null;
  [parameter: string]: unknown;
}

export interface Variable {
  name: string;
  type?: string;
  persist?: boolean;
  initial?: string;
  title?: Partial<Text>;
}

export interface FlowDocument {
  name: Partial<Text>;
  description?: Partial<Text>;
  start: string;
  variables?: Variable[];
  nodes: Record<string, FlowNode>;
}

export interface Draft {
  flow: FlowHead;
  document: FlowDocument;
  problems: FlowProblem[];
  /** The exits that each node has, connected or not. */
  exits: Record<string, string[]>;
}

/** What the server says about a document that is not stored yet. */
export type Check = Pick<Draft, "problems" | "exits">;

/** A JSON schema as far as the server's parameters use it. */
export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  type?: string;
  title?: string;
  enum?: (string | number)[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  minimum?: number;
  maximum?: number;
  default?: unknown;
  format?: string;
  "x-label"?: Text;
  "x-kind"?: string;
}

export interface Verb {
  name: string;
  /** The classic name of the node type, empty for additions. */
  node_type: string;
  title: Text;
  help: Text;
  group: string;
  needs_caller: boolean;
  parameters: Schema;
}

export interface Verbs {
  items: Verb[];
  exit_titles: Record<string, Text>;
}
