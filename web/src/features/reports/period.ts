/** The days of a report as people name them: today, last week, this month. */
import dayjs from "dayjs";
import utc from "dayjs/plugin/utc";

dayjs.extend(utc);

export const quickPeriods = ["today", "yesterday", "week", "lastWeek", "month", "lastMonth"] as const;
export type QuickPeriod = (typeof quickPeriods)[number];

export interface Days {
  from: string;
  to: string;
}

const DAY = "YYYY-MM-DD";
const SHAPE = /^\d{4}-\d{2}-\d{2}$/;

export function isQuick(name: string | undefined): name is QuickPeriod {
  return quickPeriods.includes(name as QuickPeriod);
}

/**
 * Whole weeks and months, also those under way: what they are compared with is cut off by the server as far as they
 * have come. A week begins on Monday.
 */
export function daysOf(name: QuickPeriod, today: string): Days {
  const day = dayjs.utc(today);
  const monday = day.subtract((day.day() + 6) % 7, "day");
  const first = day.startOf("month");
  const span = (from: dayjs.Dayjs, to: dayjs.Dayjs): Days => ({ from: from.format(DAY), to: to.format(DAY) });
  switch (name) {
    case "today":
      return span(day, day);
    case "yesterday":
      return span(day.subtract(1, "day"), day.subtract(1, "day"));
    case "week":
      return span(monday, monday.add(6, "day"));
    case "lastWeek":
      return span(monday.subtract(7, "day"), monday.subtract(1, "day"));
    case "month":
      return span(first, first.add(1, "month").subtract(1, "day"));
    case "lastMonth":
      return span(first.subtract(1, "month"), first.subtract(1, "day"));
  }
}

export function isDay(text: string | undefined): text is string {
  return !!text && SHAPE.test(text) && dayjs.utc(text).format(DAY) === text;
}

export function lengthOf({ from, to }: Days): number {
  return dayjs.utc(to).diff(dayjs.utc(from), "day") + 1;
}
