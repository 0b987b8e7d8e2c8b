/** The trail's actions in words: "queue.change" is a thing and what was done with it. */

export interface Action {
  thing: string;
  verb: string;
}

export function actionOf(action: string): Action {
  const dot = action.indexOf(".");
  return dot < 0 ? { thing: action, verb: "" } : { thing: action.slice(0, dot), verb: action.slice(dot + 1) };
}

/** Details as short lines; nested values as JSON, empty ones left out. */
export function detailLines(details: Record<string, unknown>): string[] {
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`);
}
