/** Days of a calendar as texts. */
import dayjs from "dayjs";
import { DAY } from "@/ui/time";

/** Nobody closes for longer by choosing days. */
const MOST = 100;

/** From one day to another, both among them. */
export function daysBetween(first: string, last: string): string[] {
  const count = dayjs(last).diff(dayjs(first), "day") + 1;
  return Array.from({ length: Math.min(Math.max(count, 0), MOST) }, (_, place) => dayjs(first).add(place, "day").format(DAY));
}
