/** The changes of a plan as the page shows them: by section, and counted by kind. */
import type { ConfigChange } from "./types";

export interface ChangedSection {
  section: string;
  title: string;
  changes: ConfigChange[];
}

export function bySection(changes: ConfigChange[]): ChangedSection[] {
  const found: ChangedSection[] = [];
  for (const change of changes) {
    const last = found.at(-1);
    if (last?.section === change.section) last.changes.push(change);
    else found.push({ section: change.section, title: change.title, changes: [change] });
  }
  return found;
}

export function countOf(changes: ConfigChange[], kind: ConfigChange["kind"]): number {
  return changes.filter((change) => change.kind === kind).length;
}

/** Where a line begins and ends in a text; lines count from 1. */
export function lineRange(text: string, line: number): [number, number] {
  const lines = text.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return [Math.min(start, text.length), Math.min(start + (lines[line - 1]?.length ?? 0), text.length)];
}
