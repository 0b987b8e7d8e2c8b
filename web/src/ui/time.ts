/** Instants as everybody of the company reads them: in its time zone, wherever the browser is. */
import { useQuery } from "@tanstack/react-query";
import dayjs from "dayjs";
import timezone from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";
import { useEffect } from "react";
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

/** Lets "today" in every calendar be the company's day; antd asks for it in the zone that is set here. */
export function useCompanyDay(): void {
  const zone = useZone();
  useEffect(() => {
    dayjs.tz.setDefault(zone);
    return () => dayjs.tz.setDefault();
  }, [zone]);
}

const SHAPE = /^\d{4}-\d{2}-\d{2}$/;

/** The instant at which a day of the company begins, or the day so many later; nothing for what is no day. */
export function dayBegins(day: string | undefined, zone: string, plus = 0): string | undefined {
  if (!day || !SHAPE.test(day)) return undefined;
  const at = dayjs.tz(`${dayjs.utc(day).add(plus, "day").format(DAY)} 00:00:00`, zone);
  return at.isValid() ? at.toISOString() : undefined;
}

export function inZone(at: string | number, zone: string, format: string): string {
  return dayjs.utc(at).tz(zone).format(format);
}

/** Writes instants in the company's time zone. */
export function useInstant(): (at: string | number, format: string) => string {
  const zone = useZone();
  return (at, format) => inZone(at, zone, format);
}
