/** The board of raised hands. */
import type { Hand } from "@/rt/state";
import { useBoard } from "@/rt/store";

export const HANDS = "hands";

/** The oldest first: who asked first is helped first. */
export function oldestFirst(hands: Record<string, Hand>): Hand[] {
  return Object.values(hands).sort((a, b) => a.raised_at.localeCompare(b.raised_at));
}

export function useHands(): Record<string, Hand> {
  return useBoard<{ hands: Record<string, Hand> }, Record<string, Hand>>(HANDS, (board) => board.hands) ?? {};
}
