/** The trail's actions in words ("queue.change" is a thing and what was done with it), and its details in lines. */

export interface Action {
  thing: string;
  verb: string;
}

export function actionOf(action: string): Action {
  const dot = action.indexOf(".");
  return dot < 0 ? { thing: action, verb: "" } : { thing: action.slice(0, dot), verb: action.slice(dot + 1) };
}

/** One line of the details: a field, possibly inside others, and what it is or how it changed. */
export interface Line {
  path: string[];
  was?: unknown;
  is?: unknown;
  /** Of a list of names: what came and what went. */
  added?: unknown[];
  removed?: unknown[];
}

type Fields = Record<string, unknown>;

/** Everything that was noted; a change is told by its differences only. */
export function linesOf(details: Fields): Line[] {
  return Object.entries(details).flatMap(([name, value]) => {
    if (name === "changes" && isFields(value)) return Object.entries(value).flatMap(([field, change]) => changed([field], change));
    return told([name], value);
  });
}

function told(path: string[], value: unknown): Line[] {
  if (isNothing(value)) return [];
  if (isFields(value)) return Object.entries(value).flatMap(([name, inner]) => told([...path, name], inner));
  return [{ path, is: value }];
}

function changed(path: string[], change: unknown): Line[] {
  if (!isFields(change) || !("after" in change)) return [{ path, is: change }];
  return differing(path, change.before, change.after);
}

function differing(path: string[], was: unknown, is: unknown): Line[] {
  if (same(was, is)) return [];
  if (isFields(was) || isFields(is)) {
    const [old, now] = [isFields(was) ? was : {}, isFields(is) ? is : {}];
    if (isFields(was) && isNothing(is)) return [{ path, was, is: null }];
    const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    return names.flatMap((name) => differing([...path, name], old[name], now[name]));
  }
  if (isNothing(was)) return isNothing(is) ? [] : [{ path, is }];
  if (areWords(was) && areWords(is)) {
    const added = is.filter((one) => !was.includes(one));
    const removed = was.filter((one) => !is.includes(one));
    if (added.length || removed.length) return [{ path, added, removed }];
  }
  return [{ path, was, is }];
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

function areWords(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
