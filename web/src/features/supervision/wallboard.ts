/** One's own wallboard: which cards, in which order, how wide; kept on the server. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { components } from "@/api/schema";
import type { FigureKey } from "./figures";

type Schemas = components["schemas"];
export type CardKind = Schemas["CardModel"]["kind"];
export interface Card {
  kind: CardKind;
  width: number;
  figure: FigureKey | null;
  queue: string | null;
}
export interface Wallboard {
  cards: Card[];
  sound: boolean;
}

export const widths = [2, 3, 4, 6, 8, 12] as const;
export const kinds: CardKind[] = ["figure", "queues", "waiting", "calls", "alerts", "states", "lines", "agents"];
/** Cards that can be about one queue only. */
export const ofQueue: ReadonlySet<CardKind> = new Set(["figure", "waiting", "calls"]);
export const firstWidth: Record<CardKind, number> = {
  figure: 2,
  queues: 12,
  waiting: 4,
  calls: 4,
  alerts: 4,
  states: 6,
  lines: 6,
  agents: 12,
};

const PATH = "/supervision/wallboard";
const wallboardQuery = queryOptions({
  queryKey: ["wallboard"],
  queryFn: ({ signal }) => api.get<Wallboard>(PATH, undefined, signal),
  staleTime: Infinity,
});

export function useWallboard(): Wallboard | undefined {
  return useQuery(wallboardQuery).data;
}

/** Keeps a choice; undefined goes back to the wallboard that the product brings. */
export function useKeepWallboard() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (chosen: Wallboard | undefined) => (chosen ? api.put<Wallboard>(PATH, chosen) : api.delete<Wallboard>(PATH)),
    onSuccess: (kept) => cache.setQueryData(wallboardQuery.queryKey, kept),
  });
}

/** Whether both show the same. */
export function isSame(one: Wallboard, other: Wallboard): boolean {
  const plain = ({ cards, sound }: Wallboard) => JSON.stringify([sound, cards.map(({ kind, width, figure, queue }) => [kind, width, figure, queue])]);
  return plain(one) === plain(other);
}

/** The same cards with one moved by so many places. */
export function moved<T>(cards: T[], at: number, by: number): T[] {
  const to = Math.min(Math.max(at + by, 0), cards.length - 1);
  const next = cards.filter((_, index) => index !== at);
  next.splice(to, 0, cards[at]!);
  return next;
}
