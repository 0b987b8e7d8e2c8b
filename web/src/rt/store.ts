/** The last known state of the desk and of the line to the server, readable from React and from the phone. */
import { useEffect } from "react";
import { create } from "zustand";
import { serverNow } from "@/api/clock";
import type { ByeReason } from "./protocol";
import { ControlSocket, type LinkStatus } from "./socket";
import type { DeskState } from "./state";

interface Realtime {
  status: LinkStatus;
  state: DeskState | undefined;
  bye: ByeReason | undefined;
  /** When the session will end, by this machine's clock, unless somebody does something. */
  endsAt: number | undefined;
  /** What watched boards show; null: refused. It stays while the line is lost. */
  boards: Record<string, unknown>;
  /** Boards that the server cannot compute at present, and since when. */
  stale: Record<string, number>;
}

/** What is known of a session that has not begun; nothing of one outlives it. */
const nothing: Omit<Realtime, "status"> = { state: undefined, bye: undefined, endsAt: undefined, boards: {}, stale: {} };

export const useRealtime = create<Realtime>(() => ({ status: "connecting", ...nothing }));

let socket: ControlSocket | undefined;
const watchers = new Map<string, number>();

function socketUrl(): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/realtime`;
}

export function startRealtime(): void {
  socket?.stop();
  useRealtime.setState({ status: "connecting", ...nothing });
  socket = new ControlSocket(socketUrl(), {
    onState: (state) => useRealtime.setState({ state }),
    onStatus: (status) => useRealtime.setState((old) => (old.status === status ? old : { status })),
    onBye: (bye) => useRealtime.setState({ bye }),
    onEndsIn: (seconds) => useRealtime.setState({ endsAt: seconds === undefined ? undefined : Date.now() + seconds * 1000 }),
    onBoard: (board, state) => useRealtime.setState(({ boards, stale: { [board]: _, ...stale } }) => ({ boards: { ...boards, [board]: state ?? null }, stale })),
    onStale: (board, stale) =>
      useRealtime.setState(({ stale: { [board]: since, ...others } }) => ({ stale: stale ? { ...others, [board]: since ?? serverNow() } : others })),
  });
  for (const board of watchers.keys()) socket.watch(board);
  socket.start();
}

export function stopRealtime(): void {
  socket?.stop();
  socket = undefined;
  useRealtime.setState(nothing);
}

export function tellActive(): void {
  socket?.active();
}

function watch(board: string): () => void {
  const before = watchers.get(board) ?? 0;
  watchers.set(board, before + 1);
  if (before === 0) socket?.watch(board);
  return () => {
    const left = (watchers.get(board) ?? 1) - 1;
    if (left > 0) return void watchers.set(board, left);
    watchers.delete(board);
    socket?.leave(board);
  };
}

/** Follows a board while the component is shown. */
export function useWatch(board: string): void {
  useEffect(() => watch(board), [board]);
}

/** One part of a board; undefined until it is there, null when this person may not watch it. */
export function useBoard<S, T>(board: string, select: (state: S) => T): T | undefined | null {
  return useRealtime(({ boards }) => {
    const state = boards[board];
    return state === undefined || state === null ? state : select(state as S);
  });
}

/** One part of the desk's state; the component renders again only when that part changes. */
export function useDesk<T>(select: (state: DeskState) => T): T | undefined {
  return useRealtime(({ state }) => (state ? select(state) : undefined));
}
