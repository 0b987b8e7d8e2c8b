/** The last known state of the desk and of the line to the server, readable from React and from the phone. */
import { create } from "zustand";
import type { ByeReason } from "./protocol";
import { ControlSocket, type LinkStatus } from "./socket";
import type { DeskState } from "./state";

interface Realtime {
  status: LinkStatus;
  state: DeskState | undefined;
  bye: ByeReason | undefined;
}

export const useRealtime = create<Realtime>(() => ({ status: "connecting", state: undefined, bye: undefined }));

let socket: ControlSocket | undefined;

function socketUrl(): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/realtime`;
}

export function startRealtime(): void {
  socket?.stop();
  useRealtime.setState({ status: "connecting", state: undefined, bye: undefined });
  socket = new ControlSocket(socketUrl(), {
    onState: (state) => useRealtime.setState({ state }),
    onStatus: (status) => useRealtime.setState((old) => (old.status === status ? old : { status })),
    onBye: (bye) => useRealtime.setState({ bye }),
  });
  socket.start();
}

export function stopRealtime(): void {
  socket?.stop();
  socket = undefined;
  useRealtime.setState({ state: undefined });
}

/** One part of the desk's state; the component renders again only when that part changes. */
export function useDesk<T>(select: (state: DeskState) => T): T | undefined {
  return useRealtime(({ state }) => (state ? select(state) : undefined));
}
