/** Puts what the server found wrong at the fields of a form, and says what has no field. */
import type { FormInstance } from "antd/es/form";
import { ApiProblem, type FieldProblem } from "@/api/problem";

export type FieldPath = (string | number)[];

/** "members.0.level" as the form names it: numbers count rows. */
export function fieldPath(field: string): FieldPath {
  return field.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** The longest beginning of the path that is a field of the form. */
export function knownPath(path: FieldPath, isKnown: (path: FieldPath) => boolean): FieldPath | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const candidate = path.slice(0, length);
    if (isKnown(candidate)) return candidate;
  }
  return undefined;
}

/** Answers the problems that belong to no field on the screen. */
export function placeFieldProblems<T extends object>(form: FormInstance<T>, error: unknown): FieldProblem[] {
  if (!(error instanceof ApiProblem)) return [];
  const known = new Set(form.getFieldsError().map((field) => JSON.stringify(field.name)));
  const homeless: FieldProblem[] = [];
  const messages = new Map<string, { name: FieldPath; errors: string[] }>();
  for (const problem of error.fields) {
    const path = knownPath(fieldPath(problem.field), (candidate) => known.has(JSON.stringify(candidate)));
    if (!path) {
      homeless.push(problem);
      continue;
    }
    const key = JSON.stringify(path);
    const place = messages.get(key) ?? { name: path, errors: [] };
    place.errors.push(problem.message);
    messages.set(key, place);
  }
  const placed = [...messages.values()];
  form.setFields(placed as never);
  if (placed[0]) form.scrollToField(placed[0].name as never, { block: "center", focus: true });
  return homeless;
}
