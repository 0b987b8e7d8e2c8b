/** Instants as everybody of the company reads them: in its time zone, wherever the browser is. */
import { useQuery } from "@tanstack/react-query";
import dayjs from "dayjs";
import timezone from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";
import { meQuery } from "@/api/session";

dayjs.extend(utc);
dayjs.extend(timezone);

export const DEFAULT_ZONE = "Asia/Shanghai";

export const DAY = "YYYY-MM-DD";
export const MINUTE = "YYYY-MM-DD HH:mm";
export const SECOND = "YYYY-MM-DD HH:mm:ss";
export const CLOCK = "HH:mm:ss";

export function useZone(): string {
  return useQuery(meQuery).data?.company.time_zone ?? DEFAULT_ZONE;
}

export function inZone(at: string | number, zone: string, format: string): string {
  return dayjs.utc(at).tz(zone).format(format);
}

/** Writes instants in the company's time zone. */
export function useInstant(): (at: string | number, format: string) => string {
  const zone = useZone();
  return (at, format) => inZone(at, zone, format);
}
