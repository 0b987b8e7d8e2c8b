/** Numbers of reports as people read them: one form for a whole column, so that it can be compared downwards. */
import dayjs from "dayjs";
import timezone from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";
import type { Column, Grain, Value } from "./types";

dayjs.extend(utc);
dayjs.extend(timezone);

export interface Look {
  /** Which unit stands in the head of the column; a key of `unit`. */
  unit?: "seconds" | "clock" | "minutes" | "rate" | "points";
  text: (value: number) => string;
}

/** Shorter lengths are read in seconds, longer ones as a clock. */
const CLOCK_FROM = 120;

export function clock(seconds: number, hours: boolean): string {
  const whole = Math.round(Math.abs(seconds));
  const two = (part: number) => String(part).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const sign = seconds < 0 ? "−" : "";
  return hours ? `${sign}${h}:${two(m)}:${two(s)}` : `${sign}${Math.floor(whole / 60)}:${two(s)}`;
}

function decimals(language: string, digits: number): (value: number) => string {
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (value) => format.format(value);
}

export function percent(language: string): (value: number) => string {
  const tenths = decimals(language, 1);
  return (value) => `${tenths(value * 100)}%`;
}

/** How a column writes its numbers; lengths depend on the longest that it shows. */
export function lookOf(column: Pick<Column, "key" | "unit">, values: readonly Value[], language: string): Look {
  const numbers = values.filter((value): value is number => typeof value === "number");
  const most = Math.max(0, ...numbers.map(Math.abs));
  switch (column.unit) {
    case "seconds":
      if (most < CLOCK_FROM) return { unit: "seconds", text: decimals(language, most > 0 && most < 100 ? 1 : 0) };
      if (most < 3600) return { unit: "minutes", text: (value) => clock(value, false) };
      return { unit: "clock", text: (value) => clock(value, true) };
    case "share":
      if (column.key === "difference") return { unit: "points", text: signed(decimals(language, 1)) };
      return { text: percent(language) };
    case "rate":
      return { unit: "rate", text: decimals(language, 1) };
    case "score":
      return { text: decimals(language, 2) };
    default:
      return { text: (value) => new Intl.NumberFormat(language).format(value) };
  }
}

function signed(text: (value: number) => string): (value: number) => string {
  return (value) => {
    const points = value * 100;
    return points > 0.05 ? `+${text(points)}` : points < -0.05 ? `−${text(-points)}` : text(0);
  };
}

const SHAPES: Record<Grain, string> = { quarter: "HH:mm", hour: "HH:mm", day: "MM-DD", week: "MM-DD", month: "YYYY-MM" };

/** A beginning of a part of time, as short as its neighbours allow. */
export function partText(at: string, grain: Grain | null, zone: string, days: number, language: string): string {
  const there = dayjs.utc(at).tz(zone);
  if (!there.isValid()) return at;
  if (grain === null) return there.format(days > 1 ? "MM-DD HH:mm:ss" : "HH:mm:ss");
  if (grain === "quarter" || grain === "hour") return there.format(days > 1 ? `MM-DD ${SHAPES[grain]}` : SHAPES[grain]);
  if (grain !== "day") return there.format(SHAPES[grain]);
  const weekday = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: zone }).format(there.toDate());
  return `${there.format(SHAPES.day)} ${weekday}`;
}

export interface Change {
  /** 1 more, −1 less, 0 the same. */
  direction: -1 | 0 | 1;
  /** Points of a share, else a share of the earlier number. */
  points: boolean;
  size: number;
}

/** What a number did against the period before; nothing when there was nothing to compare with. */
export function changeOf(now: Value | undefined, before: Value | undefined, unit: Column["unit"]): Change | undefined {
  if (typeof now !== "number" || typeof before !== "number") return undefined;
  const points = unit === "share";
  if (!points && before === 0) return undefined;
  const size = points ? (now - before) * 100 : ((now - before) / Math.abs(before)) * 100;
  const rounded = Math.round(size * 10) / 10;
  return { direction: rounded > 0 ? 1 : rounded < 0 ? -1 : 0, points, size: Math.abs(rounded) };
}

/** Whether a number is beyond its target; a column without one judges nothing. */
export function missesTarget(column: Column, value: Value | undefined): boolean {
  if (typeof value !== "number" || column.target === null || column.target === undefined) return false;
  return column.less_is_better || column.unit === "seconds" ? value > column.target : value < column.target;
}
