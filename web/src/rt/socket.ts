/** The control socket: connects, resumes with a fresh snapshot, notices silence, and never gives up by itself. */
import { backoff, emptyStream, receive, type ByeReason, type ServerMessage, type Stream } from "./protocol";
import type { DeskState } from "./state";

export type LinkStatus = "connecting" | "open" | "lost" | "closed";

export interface LinkEvents {
  onState(state: DeskState): void;
  onStatus(status: LinkStatus): void;
  onBye(reason: ByeReason): void;
  /** The session ends in so many seconds; undefined: not soon. */
  onEndsIn(seconds: number | undefined): void;
  /** A board that is watched shows this; undefined: this person may not watch it. */
  onBoard(board: string, state: unknown): void;
  /** The server cannot compute a board, or can again. */
  onStale(board: string, stale: boolean): void;
}

/** The server pings each ten seconds; two and a half missing pings mean that the line is dead. */
const SILENCE_MS = 25_000;

/** Close code of a server that does not know this session. */
const NOT_LOGGED_IN = 4401;

export class ControlSocket {
  private socket: WebSocket | undefined;
  private stream: Stream = emptyStream;
  private readonly boards = new Map<string, Stream>();
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

  /** Follows a board over this and every later connection. */
  watch(board: string): void {
    this.boards.set(board, emptyStream);
    this.say({ type: "watch", board });
  }

  leave(board: string): void {
    this.boards.delete(board);
    this.say({ type: "leave", board });
  }

  /** Somebody uses keys or mouse: the session lives on. */
  active(): void {
    this.say({ type: "active" });
  }

  private say(message: { type: string; board?: string }): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
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
    socket.onopen = () => [...this.boards.keys()].forEach((board) => this.say({ type: "watch", board }));
    socket.onmessage = (event) => this.message(String(event.data));
    socket.onclose = (event) => (event.code === NOT_LOGGED_IN ? this.end("expired") : this.lost());
    socket.onerror = () => undefined;
    this.watchLine();
  }

  private message(text: string): void {
    this.watchLine();
    const message = JSON.parse(text) as ServerMessage;
    const board = "board" in message ? message.board : undefined;
    const known = board === undefined ? this.stream : this.boards.get(board);
    // A board that was left a moment ago may still speak.
    if (!known) return;
    const outcome = receive(known, message);
    switch (outcome.kind) {
      case "state":
        this.take(outcome.stream, board);
        break;
      case "refused":
        if (board !== undefined) this.events.onBoard(board, undefined);
        break;
      case "stale":
      case "fresh":
        if (board !== undefined) this.events.onStale(board, outcome.kind === "stale");
        break;
      case "pong":
        this.say({ type: "pong" });
        this.events.onEndsIn(outcome.endsIn);
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

  private take(stream: Stream, board: string | undefined): void {
    if (board !== undefined) {
      this.boards.set(board, stream);
      this.events.onBoard(board, stream.state);
      return;
    }
    this.stream = stream;
    this.attempt = 0;
    this.events.onStatus("open");
    this.events.onState(stream.state as DeskState);
  }

  private end(reason: ByeReason): void {
    this.stop();
    this.events.onBye(reason);
  }

  private watchLine(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.lost(), SILENCE_MS);
  }

  private lost(): void {
    clearTimeout(this.silence);
    this.drop();
    this.stream = emptyStream;
    for (const board of this.boards.keys()) this.boards.set(board, emptyStream);
    if (this.stopped) return;
    this.events.onStatus("lost");
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.connect(), backoff(this.attempt, Math.random()));
    this.attempt += 1;
  }
}
