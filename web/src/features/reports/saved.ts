/** What is kept of a report under a name, and how it comes back into the address. */
import type { components } from "@/api/schema";
import { joined, listOf, plain, type Filters } from "./address";
import { isDay, isQuick } from "./period";
import type { Entry } from "./types";

export type SavedReport = components["schemas"]["SavedReportOut"];
export type Definition = components["schemas"]["DefinitionModel"];
export type SavedBody = components["schemas"]["SavedReportIn"];

/** The address knows more than is kept: which number is open belongs to the reader alone. */
export function definitionOf(entry: Entry, filters: Filters): Definition {
  const [from, to, period] = [plain(filters.from), plain(filters.to), plain(filters.period)];
  const days = isDay(from) && isDay(to) ? { first: from, last: to } : { period: isQuick(period) ? period : ("today" as const) };
  const one = (name: keyof Filters) => plain(filters[name]);
  const kept = {
    report: entry.key,
    ...days,
    grain: one("grain"),
    by: listOf(filters.by),
    queue: listOf(filters.queue),
    agent: listOf(filters.agent),
    flow: listOf(filters.flow),
    metrics: listOf(filters.metrics).filter((key) => entry.metrics.includes(key)),
    compare: one("compare"),
    chart: one("chart"),
  };
  return kept as Definition;
}

export function filtersOf(definition: Definition): Filters {
  const days = definition.period ? { period: definition.period } : { from: definition.first ?? undefined, to: definition.last ?? undefined };
  const found: Filters = {
    ...days,
    grain: definition.grain ?? undefined,
    by: joined(definition.by ?? []),
    queue: joined(definition.queue ?? []),
    agent: joined(definition.agent ?? []),
    flow: joined(definition.flow ?? []),
    metrics: joined(definition.metrics ?? []),
    compare: definition.compare ?? undefined,
    chart: definition.chart ?? undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** In the address of a saved report nothing means "as saved"; what is taken away stands there empty. */
export function overriding(base: Filters, change: Filters): Filters {
  return Object.fromEntries(
    Object.entries(change).map(([name, value]) => [name, value === undefined && base[name as keyof Filters] !== undefined ? "" : value]),
  );
}

export function isChanged(base: Filters, search: Filters): boolean {
  return Object.entries(search).some(([name, value]) => name !== "open" && name !== "report" && plain(value) !== plain(base[name as keyof Filters]));
}
