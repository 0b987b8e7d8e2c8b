/** Says in words what a fact of the log means; pure, the words stand in the language files. */
import type { Moment } from "./types";

export interface Wording {
  key: string;
  params: Record<string, string>;
}

/** Facts that only repeat what another one beside them says. */
const ECHOES = new Set([
  "work_item.assigned",
  "work_item.done",
  "work_item.returned",
  "work_item.abandoned",
  "call.answered",
  "offer.withdrawn",
  "message.left",
  "flow.finished",
  "note.saved",
  "rating.given",
  "recording.started",
  "recording.ended",
]);

function isEcho(moment: Moment, before: Moment | undefined): boolean {
  if (moment.name === "call.connected") return before?.name === "offer.accepted" && before.data.agent === moment.data.agent;
  if (moment.name === "recording.checked") return moment.data.state === "stored";
  return ECHOES.has(moment.name);
}

/** The facts that a reader wants: without those that say the same once more. */
export function withoutEchoes(timeline: Moment[]): Moment[] {
  const told: Moment[] = [];
  for (const moment of timeline) if (!isEcho(moment, told[told.length - 1])) told.push(moment);
  return told;
}

export type Icon = "arrive" | "flow" | "key" | "queue" | "why" | "ring" | "missed" | "talk" | "hold" | "transfer" | "lost" | "end" | "star" | "ear" | "hand" | "record" | "trouble" | "other";

const icons: Record<string, Icon> = {
  "call.arrived": "arrive",
  "call.refused": "trouble",
  "call.dialled": "arrive",
  "node.entered": "flow",
  "keys.entered": "key",
  "work_item.queued": "queue",
  "work_item.relaxed": "why",
  "work_item.overflowed": "queue",
  "offer.made": "ring",
  "offer.accepted": "talk",
  "offer.expired": "missed",
  "offer.rejected": "missed",
  "offer.withdrawn": "missed",
  "call.connected": "talk",
  "call.held": "hold",
  "call.retrieved": "talk",
  "call.muted": "hold",
  "call.unmuted": "talk",
  "call.transferred": "transfer",
  "outside.dialled": "ring",
  "outside.connected": "talk",
  "outside.failed": "missed",
  "outside.refused": "trouble",
  "agent.lost": "lost",
  "agent.rejoined": "talk",
  "talk.ended": "end",
  "call.ended": "end",
  "listening.started": "ear",
  "listening.changed": "ear",
  "listening.ended": "ear",
  "hand.raised": "hand",
  "tip.sent": "ear",
  "survey.answered": "star",
  "recording.started": "record",
  "recording.checked": "record",
  "message.kept": "record",
  "flow.troubled": "trouble",
};

export function iconOf(moment: Moment): Icon {
  return icons[moment.name] ?? "other";
}

/** Keys of the language files may not hold dots. */
export function keyOf(name: string): string {
  return name.replace(/\./g, "_");
}

const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));

/** The sentence of a fact; undefined when this client knows no words for it. */
export function wordingOf(moment: Moment, names: Record<string, string>, chinese: boolean): Wording | undefined {
  if (!(moment.name in icons) && !ECHOES.has(moment.name)) return undefined;
  const { data } = moment;
  const params: Record<string, string> = {};
  for (const [key, value] of Object.entries(data)) params[key] = text(value);
  for (const key of ["agent", "queue", "target", "listener", "sender"]) if (params[key]) params[key] = names[params[key]] ?? params[key]!;
  if (params.flow) params.flow = names[params.flow] ?? names[`flow:${params.flow}`] ?? params.flow;
  params.title = text(chinese ? data.title_zh : data.title_en);
  params.label = text(chinese ? data.label_zh : data.label_en);
  return { key: variantOf(moment), params };
}

/** Some facts read differently by what they carry. */
function variantOf({ name, data }: Moment): string {
  const key = `calls:event.${keyOf(name)}`;
  if (name === "call.arrived" && !data.caller) return `${key}_anonymous`;
  if (name === "call.refused") return `${key}_${text(data.why)}${data.caller ? "" : "_anonymous"}`;
  if (name === "offer.rejected" && data.why === "unreachable") return `${key}_unreachable`;
  if (name === "recording.checked") return [key, text(data.state), text(data.why)].filter(Boolean).join("_");
  if (name === "listening.started" || name === "listening.changed") return `${key}_${text(data.mode)}`;
  if (name === "tip.sent") return `${key}_${text(data.kind)}`;
  if (name === "call.transferred") return `${key}_${text(data.kind)}`;
  if (name === "outside.failed") return `${key}_${text(data.result)}`;
  if (name === "call.ended" || name === "talk.ended") return `${key}_${text(data.by)}`;
  if (name === "work_item.overflowed" && ["max_wait", "queue_closed"].includes(text(data.why))) return `${key}_${text(data.why)}`;
  return key;
}
