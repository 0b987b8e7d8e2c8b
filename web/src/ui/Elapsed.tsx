/** A timer that is computed from an instant, so that a sleeping tab shows the right time when it wakes. */
import { useEffect, useState } from "react";
import { secondsSince, secondsUntil } from "@/api/clock";

export function clockText(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${String(minutes).padStart(2, "0")}:${rest}`;
}

export function useTick(milliseconds = 1000): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
}

export function Elapsed({ since }: { since: string }) {
  useTick();
  return <time className="lt-num" dateTime={since}>{clockText(secondsSince(since))}</time>;
}

export function Remaining({ until }: { until: string }) {
  useTick(500);
  return <time className="lt-num" dateTime={until}>{clockText(secondsUntil(until))}</time>;
}
