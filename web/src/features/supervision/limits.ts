/** What a company's limits are, as the form shows and sends them: pure. */
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Measure = Schemas["MeasureOut"];
export type Threshold = Required<Schemas["ThresholdModel"]>;

export interface Row {
  on: boolean;
  warning: number | null;
  alarm: number | null;
  sound: boolean;
}
export type Rows = Record<string, Row>;

interface Limits {
  warning: number | null;
  alarm: number | null;
  sound: boolean;
}

function rowOf({ warning, alarm, sound }: Limits): Row {
  return { on: warning !== null || alarm !== null, warning, alarm, sound };
}

function limitsOf(row: Row): Limits {
  return row.on ? { warning: row.warning, alarm: row.alarm, sound: row.sound } : { warning: null, alarm: null, sound: false };
}

const same = (a: Limits, b: Limits) => a.warning === b.warning && a.alarm === b.alarm && a.sound === b.sound;

function find(chosen: Threshold[], measure: string, queue: string | null): Threshold | undefined {
  return chosen.find((one) => one.measure === measure && one.queue === queue);
}

/** What stands below: for a queue the company's limits, for the company the shipped ones. */
function below(measure: Measure, chosen: Threshold[], queue: string | null): Limits {
  const shipped = { warning: measure.warning, alarm: measure.alarm, sound: false };
  return (queue !== null && find(chosen, measure.measure, null)) || shipped;
}

export function rowsOf(measures: Measure[], chosen: Threshold[], queue: string | null): Rows {
  return Object.fromEntries(
    measures
      .filter((measure) => queue === null || measure.scope === "queue")
      .map((measure) => [measure.measure, rowOf(find(chosen, measure.measure, queue) ?? below(measure, chosen, queue))]),
  );
}

/** All limits of the company once these rows hold for the queue (null: for all); equal to what is below is not kept. */
export function chosenWith(measures: Measure[], chosen: Threshold[], queue: string | null, rows: Rows): Threshold[] {
  const others = chosen.filter((one) => one.queue !== queue);
  const own = measures.flatMap((measure) => {
    const row = rows[measure.measure];
    if (!row || same(limitsOf(row), below(measure, chosen, queue))) return [];
    return [{ measure: measure.measure, queue, ...limitsOf(row) }];
  });
  return [...others, ...own];
}

/** What was changed and is not saved: rows of a queue, or of all under "". */
export type Edits = Record<string, Rows>;

export const scopeOf = (queue: string | null) => queue ?? "";
const queueOf = (scope: string) => scope || null;

/** All limits once everything is saved; the company's come first, because queues start from them. */
export function chosenAfter(measures: Measure[], chosen: Threshold[], edits: Edits): Threshold[] {
  const after = (now: Threshold[], scope: string) => chosenWith(measures, now, queueOf(scope), { ...rowsOf(measures, now, queueOf(scope)), ...edits[scope] });
  return Object.keys(edits).sort().reduce(after, chosen);
}

/** The rows of a queue before what was changed in them. */
function unedited(measures: Measure[], chosen: Threshold[], edits: Edits, queue: string | null): Rows {
  const company = edits[scopeOf(null)];
  return rowsOf(measures, queue !== null && company ? chosenAfter(measures, chosen, { [scopeOf(null)]: company }) : chosen, queue);
}

export function rowsWith(measures: Measure[], chosen: Threshold[], edits: Edits, queue: string | null): Rows {
  return { ...unedited(measures, chosen, edits, queue), ...edits[scopeOf(queue)] };
}

/** The edits with one row more, or with one less where it is again what it was; undefined when none is left. */
export function editsWith(measures: Measure[], chosen: Threshold[], edits: Edits, queue: string | null, measure: string, row: Row): Edits | undefined {
  const scope = scopeOf(queue);
  const was = unedited(measures, chosen, edits, queue)[measure];
  const isBack = was && was.on === row.on && same(was, row);
  const { [measure]: _, ...others } = edits[scope] ?? {};
  const rows = isBack ? others : { ...others, [measure]: row };
  const { [scope]: __, ...elsewhere } = edits;
  const all = Object.keys(rows).length ? { ...elsewhere, [scope]: rows } : elsewhere;
  return Object.keys(all).length ? all : undefined;
}
