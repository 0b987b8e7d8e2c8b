/** Which alerts are to be heard: pure. */
import type { AlertShown, Level } from "./state";

type Alerts = Record<string, AlertShown>;

/** The worst level among alerts with sound that are new or grew worse; none on the first look. */
export function fresh(before: Alerts | undefined, now: Alerts | undefined): Level | undefined {
  if (!before || !now || before === now) return undefined;
  let worst: Level | undefined;
  for (const [key, alert] of Object.entries(now)) {
    const old = before[key];
    const grew = !old || old.since !== alert.since || (old.level === "warning" && alert.level === "alarm");
    if (!alert.sound || !grew) continue;
    if (alert.level === "alarm") return "alarm";
    worst = "warning";
  }
  return worst;
}
