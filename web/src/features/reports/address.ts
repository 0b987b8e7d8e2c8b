/** What stands in the address of a report, and what the server is asked for it. */
import type { Query } from "@/api/client";
import { daysOf, isDay, isQuick, lengthOf, type Days } from "./period";
import type { Dimension, Entry, Grain } from "./types";

/** Everything is text; lists are joined by commas. */
export interface Filters {
  period?: string;
  from?: string;
  to?: string;
  grain?: string;
  by?: string;
  queue?: string;
  agent?: string;
  flow?: string;
  metrics?: string;
  compare?: string;
  chart?: string;
  /** The number whose contacts are open: column, then row. */
  open?: string;
}

export const chartKinds = ["line", "bar", "stacked", "none"] as const;
export const comparisons = ["previous", "week", "year"] as const;
const MOST_PARTS = 2_000;
const PARTS_A_DAY: Partial<Record<Grain, number>> = { quarter: 96, hour: 24 };

/** An address holds numbers and booleans too when somebody types them. */
export function plain(value: unknown): string | undefined {
  return value === undefined || value === null || value === "" ? undefined : String(value);
}

export function listOf(value: unknown): string[] {
  return plain(value)?.split(",").filter(Boolean) ?? [];
}

export function joined(values: readonly string[]): string | undefined {
  return values.length ? values.join(",") : undefined;
}

/** The days that are asked for; what cannot be read is today. */
export function wantedDays(filters: Filters, today: string): Days {
  const [from, to] = [plain(filters.from), plain(filters.to)];
  if (isDay(from) && isDay(to) && from <= to) return { from, to };
  const name = plain(filters.period);
  return daysOf(isQuick(name) ? name : "today", today);
}

/** The parts that so many days may be cut into. */
export function fittingGrains(entry: Entry, days: Days): Grain[] {
  return entry.grains.filter((grain) => (PARTS_A_DAY[grain] ?? 1) * lengthOf(days) <= MOST_PARTS);
}

/** Without a wish: hours of a day or two, days of more. */
export function wantedGrain(entry: Entry, filters: Filters, days: Days): Grain | undefined {
  const fitting = fittingGrains(entry, days);
  const asked = plain(filters.grain) as Grain | undefined;
  if (asked && fitting.includes(asked)) return asked;
  if (!entry.default_grain) return undefined;
  if (lengthOf(days) > 2 && PARTS_A_DAY[entry.default_grain]) return "day";
  return entry.default_grain;
}

export function wantedBy(entry: Entry, filters: Filters): Dimension[] {
  const asked = listOf(filters.by).filter((one): one is Dimension => entry.by.includes(one as Dimension));
  return asked.length ? asked : entry.default_by;
}

export function queryOf(entry: Entry, filters: Filters, today: string): Query {
  const days = wantedDays(filters, today);
  const by = wantedBy(entry, filters);
  const may = (name: Entry["filters"][number]) => (entry.filters.includes(name) ? listOf(filters[name]) : []);
  const compare = plain(filters.compare);
  return {
    ...days,
    grain: by.includes("time") ? wantedGrain(entry, filters, days) : undefined,
    by,
    queue: may("queue"),
    agent: may("agent"),
    flow: may("flow"),
    metrics: listOf(filters.metrics).filter((key) => entry.metrics.includes(key)),
    compare: entry.compares && comparisons.includes(compare as (typeof comparisons)[number]) ? compare : undefined,
  };
}

const SEPARATOR = "~";

export function openKey(column: string, row: string | undefined): string {
  return row === undefined ? column : `${column}${SEPARATOR}${row}`;
}

export function opened(filters: Filters): { column: string; row: string | undefined } | undefined {
  const text = plain(filters.open);
  if (!text) return undefined;
  const place = text.indexOf(SEPARATOR);
  return place < 0 ? { column: text, row: undefined } : { column: text.slice(0, place), row: text.slice(place + 1) };
}

/** Keys of rows that are filters anyway narrow the question; the others point at the cell. */
export function contactsQuery(report: Query, column: string, keys: Record<string, string>): Query {
  const pointing: Query = {};
  for (const name of ["time", "hour_of_day", "weekday", "step", "target", "wait_over", "wait_upto", "queue", "agent", "flow"]) {
    if (keys[name]) pointing[name] = keys[name];
  }
  return { ...report, metrics: undefined, compare: undefined, ...pointing, column };
}
