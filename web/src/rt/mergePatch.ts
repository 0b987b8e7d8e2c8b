/** RFC 7396 merge patch that keeps the identity of every part that did not change. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, at) => sameJson(item, b[at]));
  }
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => key in b && sameJson(a[key], b[key]));
  }
  return false;
}

/** Items of an array are replaced as a whole, but an equal item keeps its old identity. */
function mergeArray(target: unknown, patch: unknown[]): unknown[] {
  if (!Array.isArray(target)) return patch;
  const next = patch.map((item, at) => (sameJson(item, target[at]) ? target[at] : item));
  const unchanged = next.length === target.length && next.every((item, at) => item === target[at]);
  return unchanged ? target : next;
}

export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (Array.isArray(patch)) return mergeArray(target, patch);
  if (!isObject(patch)) return patch;
  const base: Record<string, unknown> = isObject(target) ? target : {};
  let next: Record<string, unknown> | undefined = isObject(target) ? undefined : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      if (key in (next ?? base)) {
        next = { ...(next ?? base) };
        delete next[key];
      }
      continue;
    }
    const merged = applyMergePatch(base[key], value);
    if (merged !== base[key] || !(key in base)) next = { ...(next ?? base), [key]: merged };
  }
  return next ?? base;
}
