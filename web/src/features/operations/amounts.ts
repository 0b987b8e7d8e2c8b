/** Sizes and spans as people read them. */

const units = ["B", "kB", "MB", "GB", "TB"] as const;

/** Decimal units, as disks are sold and as the terminal prints them. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let at = 0;
  while (value >= 999.5 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  const digits = at === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[at]}`;
}

export interface Span {
  unit: "days" | "hours" | "minutes" | "seconds";
  count: number;
}

/** The largest whole unit of a span. */
export function spanOf(seconds: number): Span {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole >= 172_800) return { unit: "days", count: Math.floor(whole / 86_400) };
  if (whole >= 7200) return { unit: "hours", count: Math.floor(whole / 3600) };
  if (whole >= 120) return { unit: "minutes", count: Math.floor(whole / 60) };
  return { unit: "seconds", count: whole };
}
