/** One warm microphone while the phone is signed in: answering is quicker, and the page may play sound. */
import { findDevice, listDevices, storedChoices } from "./devices";

export type MicrophoneState = "closed" | "asking" | "open" | "denied" | "missing" | "insecure";

export interface MicrophoneEvents {
  onState(state: MicrophoneState): void;
  /** Another track took over, for example because a headset was unplugged. */
  onReplaced(track: MediaStreamTrack, label: string): void;
}

export function canUsePhone(): boolean {
  return window.isSecureContext && !!navigator.mediaDevices?.getUserMedia;
}

function refusal(error: unknown): MicrophoneState {
  const name = error instanceof DOMException ? error.name : "";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "missing" : "denied";
}

export class Microphone {
  private warm: MediaStreamTrack | undefined;
  private opening: Promise<boolean> | undefined;
  private readonly changed = () => void this.follow();

  constructor(private readonly events: MicrophoneEvents) {}

  get isOpen(): boolean {
    return this.warm?.readyState === "live";
  }

  async open(): Promise<boolean> {
    if (this.isOpen) return true;
    this.opening ??= this.acquire().finally(() => (this.opening = undefined));
    return this.opening;
  }

  close(): void {
    navigator.mediaDevices?.removeEventListener("devicechange", this.changed);
    this.warm?.stop();
    this.warm = undefined;
    this.events.onState("closed");
  }

  /** A live track of its own for one call; whoever takes it stops it. */
  take(): MediaStreamTrack | undefined {
    if (!this.isOpen) return undefined;
    const track = this.warm!.clone();
    track.enabled = true;
    return track;
  }

  private async acquire(): Promise<boolean> {
    if (!canUsePhone()) {
      this.events.onState("insecure");
      return false;
    }
    this.events.onState("asking");
    try {
      this.warm = await this.request();
    } catch (error) {
      this.events.onState(refusal(error));
      return false;
    }
    this.events.onState("open");
    navigator.mediaDevices.addEventListener("devicechange", this.changed);
    return true;
  }

  private async request(): Promise<MediaStreamTrack> {
    const id = findDevice(storedChoices().microphone, "microphone", await listDevices());
    const wanted = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    const stream = await navigator.mediaDevices.getUserMedia({ audio: id ? { ...wanted, deviceId: { exact: id } } : wanted });
    const track = stream.getAudioTracks()[0]!;
    track.enabled = false;
    track.addEventListener("ended", this.changed);
    return track;
  }

  /** Chosen device gone: the default takes over; back again: it takes over. */
  async follow(): Promise<void> {
    const old = this.warm;
    if (!old) return;
    const wanted = findDevice(storedChoices().microphone, "microphone", await listDevices());
    const settled = old.readyState === "live" && (wanted === undefined ? !storedChoices().microphone : old.getSettings().deviceId === wanted);
    if (settled) return;
    try {
      const fresh = await this.request();
      this.warm = fresh;
      old.removeEventListener("ended", this.changed);
      old.stop();
      this.events.onState("open");
      this.events.onReplaced(fresh, fresh.label);
    } catch (error) {
      if (old.readyState !== "live") this.events.onState(refusal(error));
    }
  }
}
