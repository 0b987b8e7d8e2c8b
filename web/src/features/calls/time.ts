/** Lengths of time in words. */
import { useTranslation } from "react-i18next";

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
