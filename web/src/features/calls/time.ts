/** Instants in the company's time zone and lengths of time in words. */
import { useQuery } from "@tanstack/react-query";
import dayjs from "dayjs";
import timezone from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";
import { useTranslation } from "react-i18next";
import { meQuery } from "@/api/session";

dayjs.extend(utc);
dayjs.extend(timezone);

export const DEFAULT_ZONE = "Asia/Shanghai";

export function useZone(): string {
  return useQuery(meQuery).data?.company.time_zone ?? DEFAULT_ZONE;
}

export function inZone(at: string, zone: string, format: string): string {
  return dayjs.utc(at).tz(zone).format(format);
}

/** Whole seconds; what lasted at all is at least one. */
export function wholeSeconds(seconds: number): number {
  return seconds > 0 ? Math.max(1, Math.round(seconds)) : 0;
}

export function lengthParts(seconds: number): { key: string; params: Record<string, number> } {
  const whole = wholeSeconds(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  if (hours) return { key: "calls:length.hours", params: { hours, minutes } };
  if (minutes && rest) return { key: "calls:length.both", params: { minutes, seconds: rest } };
  if (minutes) return { key: "calls:length.minutes", params: { minutes } };
  return { key: "calls:length.seconds", params: { seconds: rest } };
}

/** A length of time as a sentence needs it: "2 分 10 秒", "35 s". */
export function useLength(): (seconds: number) => string {
  const { t } = useTranslation("calls");
  return (seconds) => {
    const { key, params } = lengthParts(seconds);
    return t(key, params);
  };
}
