/** A JsSIP user agent with the lessons of the field built in: quick ICE, own audio element, refresh after a flap. */
import type { UA } from "jssip";
import type { RTCSession } from "jssip/lib/RTCSession";
import type { PhoneCredentials } from "@/api/types";
import { sendTo } from "./devices";
import { measure, type Counters, type Quality } from "./quality";

/** JsSIP waits for gathering to finish, and one dead interface makes that ten seconds. */
const ICE_WAIT_MS = 500;
const ICE_WAIT_RELAY_MS = 1_500;

export interface Incoming {
  id: string;
  callRef?: string;
  offerRef?: string;
  autoAnswer?: string;
}

export interface SipEvents {
  onRegistered(): void;
  onDisconnected(): void;
  onRefused(cause: string): void;
  onIncoming(call: Incoming): void;
  onProgress?(id: string): void;
  onConfirmed(id: string): void;
  onEnded(id: string, cause: string): void;
  onAudioBlocked(): void;
}

interface Live {
  session: RTCSession;
  track?: MediaStreamTrack;
  counters?: Counters;
}

function socketAddress(path: string): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
}

export class SipPhone {
  private ua: UA | undefined;
  private readonly calls = new Map<string, Live>();
  private relay = false;
  private iceServers: RTCIceServer[] = [];
  readonly audio: HTMLAudioElement = new Audio();

  constructor(
    private readonly events: SipEvents,
    private readonly takeTrack: () => MediaStreamTrack | undefined,
  ) {
    this.audio.autoplay = true;
  }

  async start(credentials: PhoneCredentials, register: boolean): Promise<void> {
    const { default: JsSIP } = await import("jssip");
    this.stop();
    this.iceServers = credentials.ice_servers.map((urls) => ({ urls }));
    this.relay = this.iceServers.length > 0;
    const socket = new JsSIP.WebSocketInterface(socketAddress(credentials.ws_path));
    const ua = new JsSIP.UA({
      sockets: [socket],
      uri: `sip:${credentials.name}@${credentials.domain}`,
      authorization_user: credentials.name,
      password: credentials.secret,
      register,
      register_expires: 300,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 4,
      user_agent: "Lingting",
    });
    this.ua = ua;
    if (register) ua.on("registered", () => this.events.onRegistered());
    else ua.on("connected", () => this.events.onRegistered());
    ua.on("disconnected", () => this.ua === ua && this.events.onDisconnected());
    ua.on("registrationFailed", ({ cause }: { cause?: string }) => this.events.onRefused(cause ?? ""));
    ua.on("newRTCSession", ({ originator, session, request }: NewSession) => {
      if (originator === "remote") this.arrive(session, request);
    });
    ua.start();
  }

  stop(): void {
    for (const id of [...this.calls.keys()]) this.hangUp(id);
    const ua = this.ua;
    this.ua = undefined;
    ua?.stop();
  }

  answer(id: string): void {
    const live = this.calls.get(id);
    if (!live) return;
    live.track = this.takeTrack();
    live.session.answer({ ...this.media(live.track), pcConfig: this.peerConfig() });
  }

  /** Calls a number; the answer is the call's id. */
  call(number: string, headers: string[] = []): string | undefined {
    if (!this.ua) return undefined;
    const track = this.takeTrack();
    const session = this.ua.call(number, { ...this.media(track), pcConfig: this.peerConfig(), extraHeaders: headers });
    this.watch(session, track);
    return session.id;
  }

  refuse(id: string): void {
    this.end(id, 486);
  }

  hangUp(id: string): void {
    this.end(id);
  }

  sendDigits(id: string, digits: string): void {
    this.calls.get(id)?.session.sendDTMF(digits, { transportType: "RFC2833" as never, duration: 120, interToneGap: 80 });
  }

  /** A re-INVITE, so that this side learns of an end that happened while the socket was away. */
  renegotiate(id: string): void {
    this.calls.get(id)?.session.renegotiate({ useUpdate: false });
  }

  mute(id: string, on: boolean): void {
    const track = this.calls.get(id)?.track;
    if (track) track.enabled = !on;
  }

  async replaceTrack(track: MediaStreamTrack): Promise<void> {
    for (const live of this.calls.values()) {
      const sender = live.session.connection?.getSenders().find((candidate) => candidate.track?.kind === "audio");
      const own = track.clone();
      own.enabled = live.track?.enabled ?? true;
      await sender?.replaceTrack(own);
      live.track?.stop();
      live.track = own;
    }
  }

  speakTo(sink: string | undefined): void {
    void sendTo(this.audio, sink);
  }

  async quality(id: string): Promise<Quality | undefined> {
    const live = this.calls.get(id);
    const connection = live?.session.connection;
    if (!live || !connection) return undefined;
    const reports: Parameters<typeof measure>[0] = [...(await connection.getStats()).values()] as never;
    const { quality, counters } = measure(reports, live.counters);
    live.counters = counters;
    return quality;
  }

  async unblockAudio(): Promise<void> {
    if (this.audio.srcObject) await this.playVoice();
  }

  private media(track: MediaStreamTrack | undefined) {
    if (track) return { mediaStream: new MediaStream([track]) };
    return { mediaConstraints: { audio: true, video: false } };
  }

  private peerConfig(): RTCConfiguration {
    return { iceServers: this.iceServers };
  }

  private arrive(session: RTCSession, request: IncomingRequest): void {
    const header = (name: string) => request.getHeader(name) || undefined;
    this.watch(session);
    this.events.onIncoming({
      id: session.id,
      callRef: header("X-Call-Ref"),
      offerRef: header("X-Offer-Ref"),
      autoAnswer: header("X-Auto-Answer"),
    });
  }

  private watch(session: RTCSession, track?: MediaStreamTrack): void {
    const { id } = session;
    this.calls.set(id, { session, track });
    let waiting = false;
    session.on("icecandidate", ({ ready }) => {
      if (waiting) return;
      waiting = true;
      setTimeout(ready, this.relay ? ICE_WAIT_RELAY_MS : ICE_WAIT_MS);
    });
    if (session.connection) this.listen(session.connection);
    session.on("peerconnection", ({ peerconnection }) => this.listen(peerconnection));
    session.on("progress", () => this.events.onProgress?.(id));
    session.on("confirmed", () => this.events.onConfirmed(id));
    session.on("ended", ({ cause }) => this.forget(id, cause));
    session.on("failed", ({ cause }) => this.forget(id, cause));
  }

  private listen(connection: RTCPeerConnection): void {
    connection.addEventListener("track", ({ streams, track }) => {
      this.audio.srcObject = streams[0] ?? new MediaStream([track]);
      void this.playVoice();
    });
  }

  private async playVoice(): Promise<void> {
    try {
      await this.audio.play();
    } catch (error) {
      // Any other refusal means that a newer stream took the element over.
      if (error instanceof DOMException && error.name === "NotAllowedError") this.events.onAudioBlocked();
    }
  }

  private forget(id: string, cause: string): void {
    const live = this.calls.get(id);
    if (!live) return;
    live.track?.stop();
    this.calls.delete(id);
    if (this.calls.size === 0) this.audio.srcObject = null;
    this.events.onEnded(id, cause);
  }

  private end(id: string, status?: number): void {
    const session = this.calls.get(id)?.session;
    if (!session) return;
    if (session.isEnded()) this.forget(id, "gone");
    else session.terminate(status ? { status_code: status } : undefined);
  }
}

interface IncomingRequest {
  getHeader(name: string): string | undefined;
}

interface NewSession {
  originator: string;
  session: RTCSession;
  request: IncomingRequest;
}
