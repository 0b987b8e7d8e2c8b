/** Rows in another order than the server's; what has no value comes last either way. */
import type { Row } from "./types";

export interface Sorting {
  column: string;
  order: "up" | "down";
}

export function sorted(rows: readonly Row[], sorting: Sorting | undefined): Row[] {
  if (!sorting) return [...rows];
  const sign = sorting.order === "up" ? 1 : -1;
  const empty = (value: unknown) => value === null || value === undefined || value === "";
  return [...rows].sort((a, b) => {
    const [left, right] = [a.cells[sorting.column], b.cells[sorting.column]];
    if (empty(left) || empty(right)) return Number(empty(left)) - Number(empty(right));
    if (typeof left === "number" && typeof right === "number") return sign * (left - right);
    return sign * String(left).localeCompare(String(right), "zh-CN", { numeric: true });
  });
}
