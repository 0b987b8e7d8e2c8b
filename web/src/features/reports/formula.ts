/** Formulas of metrics in the words of the reader: the names of columns and a few words of arithmetic. */
import type { Metric } from "./types";

const TOKEN = /[a-z]+(?:[_-][a-z]+)*/g;

/** Phrases first, for "wait of answered" is one idea. */
export function readable(metric: Metric, all: readonly Metric[], name: (metric: Metric) => string, phrases: Record<string, string>): string {
  const known = new Map(all.filter(({ source }) => source === metric.source).map((one) => [one.key.slice(one.source.length + 1), name(one)]));
  let text = metric.formula;
  const kept: string[] = [];
  const keep = (word: string) => `\u0001${kept.push(word) - 1}\u0001`;
  for (const [phrase, word] of Object.entries(phrases).sort(([a], [b]) => b.length - a.length)) {
    text = text.replace(new RegExp(`(?<![a-z_])${phrase}(?![a-z_])`, "g"), () => keep(word));
  }
  text = text.replace(TOKEN, (token) => known.get(token) ?? token);
  return text.replace(/\u0001(\d+)\u0001/g, (_, place: string) => kept[Number(place)]!).replace(/ \/ /g, " ÷ ");
}
