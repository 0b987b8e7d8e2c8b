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
    const merged = value === null ? undefined : applyMergePatch(base[key], value);
    if (value === null ? !(key in base) : merged === base[key] && key in base) continue;
    // Copied once: a frame of a large floor changes hundreds of a thousand keys.
    next ??= { ...base };
    if (value === null) delete next[key];
    else next[key] = merged;
  }
  return next ?? base;
}
