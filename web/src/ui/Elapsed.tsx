/** A timer that is computed from an instant, so that a sleeping tab shows the right time when it wakes. */
import { useEffect, useRef, useSyncExternalStore } from "react";
import { secondsSince, secondsUntil } from "@/api/clock";

export function clockText(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${String(minutes).padStart(2, "0")}:${rest}`;
}

/** One timer for everything that ticks on a page, however much it is. */
const tickers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function onTick(tick: () => void): () => void {
  tickers.add(tick);
  timer ??= setInterval(() => tickers.forEach((each) => each()), 250);
  return () => {
    tickers.delete(tick);
    if (tickers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** A number that follows the time; the component renders again only when it changes. */
export function useTicking(read: () => number): number {
  return useSyncExternalStore(onTick, read);
}

/** Writes into the page past React: a wallboard shows five hundred of these, all new each second. */
export function Elapsed({ since }: { since: string }) {
  const shown = useRef<HTMLTimeElement>(null);
  const text = clockText(secondsSince(since));
  useEffect(() => {
    let written = "";
    const write = () => {
      const now = clockText(secondsSince(since));
      if (shown.current && now !== written) shown.current.textContent = written = now;
    };
    write();
    return onTick(write);
  }, [since]);
  return <time ref={shown} className="lt-num" dateTime={since}>{text}</time>;
}

export function Remaining({ until }: { until: string }) {
  const seconds = useTicking(() => secondsUntil(until));
  return <time className="lt-num" dateTime={until}>{clockText(seconds)}</time>;
}
