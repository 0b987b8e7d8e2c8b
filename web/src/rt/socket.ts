/** The control socket: connects, resumes with a fresh snapshot, notices silence, and never gives up by itself. */
import { backoff, emptyStream, receive, type ByeReason, type ServerMessage, type Stream } from "./protocol";
import type { DeskState } from "./state";

export type LinkStatus = "connecting" | "open" | "lost" | "closed";

export interface LinkEvents {
  onState(state: DeskState): void;
  onStatus(status: LinkStatus): void;
  onBye(reason: ByeReason): void;
}

/** The server pings each ten seconds; two and a half missing pings mean that the line is dead. */
const SILENCE_MS = 25_000;

/** Close code of a server that does not know this session. */
const NOT_LOGGED_IN = 4401;

export class ControlSocket {
  private socket: WebSocket | undefined;
  private stream: Stream = emptyStream;
  private attempt = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private stopped = true;
  private readonly wake = () => this.connectNow();

  constructor(
    private readonly url: string,
    private readonly events: LinkEvents,
    private readonly open: (url: string) => WebSocket = (target) => new WebSocket(target),
  ) {}

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    window.addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.wake);
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    window.removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
    clearTimeout(this.retry);
    clearTimeout(this.silence);
    this.drop();
    this.events.onStatus("closed");
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close();
  }

  private connectNow(): void {
    if (this.stopped || this.socket) return;
    clearTimeout(this.retry);
    this.connect();
  }

  private connect(): void {
    this.events.onStatus(this.attempt === 0 ? "connecting" : "lost");
    const socket = this.open(this.url);
    this.socket = socket;
    socket.onmessage = (event) => this.message(String(event.data));
    socket.onclose = (event) => (event.code === NOT_LOGGED_IN ? this.end("expired") : this.lost());
    socket.onerror = () => undefined;
    this.watch();
  }

  private message(text: string): void {
    this.watch();
    const outcome = receive(this.stream, JSON.parse(text) as ServerMessage);
    switch (outcome.kind) {
      case "state":
        this.stream = outcome.stream;
        this.attempt = 0;
        this.events.onStatus("open");
        if (outcome.stream.state) this.events.onState(outcome.stream.state);
        break;
      case "pong":
        this.socket?.send(JSON.stringify({ type: "pong" }));
        break;
      case "resync":
        this.lost();
        break;
      case "bye":
        this.end(outcome.reason);
        break;
      case "ignore":
        break;
    }
  }

  private end(reason: ByeReason): void {
    this.stop();
    this.events.onBye(reason);
  }

  private watch(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.lost(), SILENCE_MS);
  }

  private lost(): void {
    clearTimeout(this.silence);
    this.drop();
    this.stream = emptyStream;
    if (this.stopped) return;
    this.events.onStatus("lost");
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.connect(), backoff(this.attempt, Math.random()));
    this.attempt += 1;
  }
}
