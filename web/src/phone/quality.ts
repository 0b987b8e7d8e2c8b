/** How good the line is, from the browser's media statistics. */

export interface Quality {
  /** Milliseconds. */
  jitter: number;
  /** Share of packets lost lately, 0 to 1. */
  loss: number;
  /** Round trip in milliseconds; absent until the other side has reported. */
  rtt?: number;
  level: "good" | "fair" | "poor";
}

export interface Counters {
  received: number;
  lost: number;
}

/** Bounds after ITU-T G.114 and what opus conceals well. */
export function levelOf(jitter: number, loss: number, rtt: number | undefined): Quality["level"] {
  if (loss > 0.05 || jitter > 60 || (rtt ?? 0) > 500) return "poor";
  if (loss > 0.015 || jitter > 30 || (rtt ?? 0) > 250) return "fair";
  return "good";
}

type Report = Record<string, unknown> & { type: string };

function audio(report: Report): boolean {
  return report.kind === "audio" || report.mediaType === "audio";
}

export function measure(reports: Iterable<Report>, before: Counters | undefined): { quality?: Quality; counters?: Counters } {
  let inbound: Report | undefined;
  let rtt: number | undefined;
  for (const report of reports) {
    if (report.type === "inbound-rtp" && audio(report)) inbound = report;
    if (report.type === "remote-inbound-rtp" && audio(report) && typeof report.roundTripTime === "number") rtt = report.roundTripTime * 1000;
    if (rtt === undefined && report.type === "candidate-pair" && report.nominated && typeof report.currentRoundTripTime === "number") {
      rtt = report.currentRoundTripTime * 1000;
    }
  }
  if (!inbound) return {};
  const counters = { received: Number(inbound.packetsReceived ?? 0), lost: Number(inbound.packetsLost ?? 0) };
  const received = Math.max(0, counters.received - (before?.received ?? 0));
  const lost = Math.max(0, counters.lost - (before?.lost ?? 0));
  const loss = received + lost > 0 ? lost / (received + lost) : 0;
  const jitter = Number(inbound.jitter ?? 0) * 1000;
  return { quality: { jitter, loss, rtt, level: levelOf(jitter, loss, rtt) }, counters };
}
