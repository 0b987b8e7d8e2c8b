/** Reads the JSON schema of a verb's parameters for the form that edits them. */
import type { Schema } from "./types";

export interface Parameter {
  name: string;
  schema: Schema;
  required: boolean;
}

/** Follows a reference; what stands beside it (label, kind, default) stays. */
export function resolved(schema: Schema, defs: Record<string, Schema>): Schema {
  const name = schema.$ref?.split("/").at(-1);
  if (!name) return schema;
  const { $ref: _, ...beside } = schema;
  return { ...defs[name], ...beside };
}

export function parametersOf(root: Schema): Parameter[] {
  const defs = root.$defs ?? {};
  return fieldsOf(resolved(root, defs));
}

export function fieldsOf(object: Schema): Parameter[] {
  return Object.entries(object.properties ?? {}).map(([name, schema]) => ({ name, schema, required: !!object.required?.includes(name) }));
}

export type Control = "text" | "words" | "number" | "switch" | "choice" | "prompts" | "tags" | "numbers" | "rows";

/** "number or nothing" is a number that may be empty. */
export function withoutNull(schema: Schema): Schema {
  const one = schema.anyOf?.find((candidate) => candidate.type !== "null");
  return one ? { ...schema, ...one } : schema;
}

export function controlOf(schema: Schema, defs: Record<string, Schema>): Control {
  const plain = withoutNull(resolved(schema, defs));
  if (plain.enum) return "choice";
  if (plain.type === "boolean") return "switch";
  if (plain.type === "integer" || plain.type === "number") return "number";
  if (plain.type === "object" && plain.properties?.["zh-CN"]) return "words";
  if (plain.type !== "array") return "text";
  const item = resolved(plain.items ?? {}, defs);
  if (item.type === "object") return "rows";
  if (item.type === "integer") return "numbers";
  return schema["x-kind"] === "prompt" ? "prompts" : "tags";
}

/** An empty row of a list: every field with its default. */
export function emptyRow(item: Schema): Record<string, unknown> {
  return Object.fromEntries(
    fieldsOf(item).map(({ name, schema }) => [name, schema.default ?? (schema.type === "array" ? [] : schema.enum ? schema.enum[0] : "")]),
  );
}
