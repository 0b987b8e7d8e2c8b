/** The list's filters: how they stand in the address and what the server is asked. */
import type { Query } from "@/api/client";
import { dayBegins } from "@/ui/time";

/** Everything is text in the address; days are days of the company's time zone, both included. */
export interface Filters {
  from?: string;
  to?: string;
  number?: string;
  outcome?: string;
  direction?: string;
  agent?: string;
  queue?: string;
  recorded?: string;
  text?: string;
}

/** An address holds numbers and booleans too when somebody types them; the server wants text. */
function plain(value: unknown): string | undefined {
  return value === undefined || value === null || value === "" ? undefined : String(value);
}

export function queryOf(filters: Filters, zone: string): Query {
  const recorded = plain(filters.recorded);
  return {
    from: dayBegins(plain(filters.from), zone),
    to: dayBegins(plain(filters.to), zone, 1),
    number: plain(filters.number),
    outcome: plain(filters.outcome),
    direction: plain(filters.direction),
    agent: plain(filters.agent),
    queue: plain(filters.queue),
    has_recording: recorded === "yes" ? true : recorded === "no" ? false : undefined,
    text: plain(filters.text),
  };
}

export function isFiltered(filters: Filters): boolean {
  return Object.values(filters).some((value) => plain(value) !== undefined);
}

/** The address with every filter taken away. */
export const noFilters: Filters = {
  from: undefined,
  to: undefined,
  number: undefined,
  outcome: undefined,
  direction: undefined,
  agent: undefined,
  queue: undefined,
  recorded: undefined,
  text: undefined,
};
