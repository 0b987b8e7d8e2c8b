/** The agent's phone: joins the control socket, the pure machine and the SIP user agent, in the one tab that leads. */
import { desk } from "@/api/desk";
import { backoff } from "@/rt/protocol";
import { useRealtime } from "@/rt/store";
import type { DeskState } from "@/rt/state";
import { findDevice, listDevices, storedChoices } from "./devices";
import { initialPhone, modeOf, step, type Effect, type PhoneEvent, type ServerView } from "./machine";
import { canUsePhone, Microphone } from "./microphone";
import { Ringer } from "./ringer";
import { SipPhone } from "./sipPhone";
import { LevelMeter, SPEECH_LEVEL } from "./speech";
import { usePhone, type PhoneCommand, type PhoneView } from "./view";

const TICK_MS = 1_000;
const STATS_MS = 2_000;
const CALL_OVER_MS = 3_000;

/** What the phone needs of the desk's state. */
export function serverView(state: DeskState | undefined): ServerView | undefined {
  if (!state) return undefined;
  return {
    callRef: state.call?.call_id ?? state.listening?.id,
    offerRef: state.offer?.offer_id,
    offerCallRef: state.offer?.call_id,
    reconnecting: state.call?.state === "reconnecting",
    wrapping: state.wrap_up !== undefined,
  };
}

/** Signed in here, or listening to a colleague, for which nobody needs to be signed in. */
function wantsPhone(state: DeskState | undefined): boolean {
  if (state?.agent?.sign_in === "signed_in") return (state.agent.method ?? "web") === "web";
  return state?.listening !== undefined;
}

export class PhoneController {
  private machine = initialPhone;
  private running = false;
  private muted = false;
  /** Tries in vain since the last registration. */
  private attempts = 0;
  private meter: LevelMeter | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly timers: ReturnType<typeof setInterval>[] = [];
  private readonly unsubscribe: () => void;

  readonly microphone = new Microphone({
    onState: (microphone) => {
      this.show({ microphone });
      // A live microphone lifts the browser's ban on sound.
      if (microphone === "open" && usePhone.getState().view.audioBlocked) void this.unblockAudio();
    },
    onReplaced: (track, label) => {
      void this.phone.replaceTrack(track);
      this.show({ replacedBy: label });
    },
  });
  private readonly ringer = new Ringer(() => this.show({ audioBlocked: true }));
  private readonly phone = new SipPhone(
    {
      onRegistered: () => {
        this.attempts = 0;
        this.dispatch({ type: "registered", at: Date.now() });
      },
      onDisconnected: () => this.dispatch({ type: "disconnected" }),
      onRefused: () => this.refused(),
      onIncoming: (call) => this.dispatch({ type: "incoming", ...call }),
      onConfirmed: (id) => this.confirmed(id),
      onEnded: (id) => this.dispatch({ type: "ended", id }),
      onAudioBlocked: () => this.show({ audioBlocked: true }),
    },
    () => this.microphone.take(),
  );

  constructor(private readonly publish: (view: PhoneView) => void) {
    this.unsubscribe = useRealtime.subscribe(() => this.followServer());
    this.timers.push(setInterval(() => this.dispatch({ type: "tick", at: Date.now() }), TICK_MS));
    this.timers.push(setInterval(() => void this.measure(), STATS_MS));
    window.addEventListener("beforeunload", this.beforeUnload);
    void this.chooseSinks();
    this.followServer();
  }

  dispose(): void {
    this.unsubscribe();
    this.timers.forEach(clearInterval);
    clearTimeout(this.retry);
    window.removeEventListener("beforeunload", this.beforeUnload);
    this.stop();
  }

  command(command: PhoneCommand): void {
    const { session } = this.machine;
    if (command.type === "answer") this.dispatch({ type: "answer" });
    else if (command.type === "hang-up" && session) this.phone.hangUp(session.id);
    else if (command.type === "mute") this.mute(command.on);
  }

  /** After a click: what the browser held back may sound now. */
  async unblockAudio(): Promise<void> {
    this.show({ audioBlocked: false });
    await this.phone.unblockAudio();
    if (this.machine.session?.phase === "ringing") this.ringer.ring();
  }

  async chooseSinks(): Promise<void> {
    const devices = await listDevices();
    const choices = storedChoices();
    this.phone.speakTo(findDevice(choices.speaker, "speaker", devices));
    this.ringer.soundOn(findDevice(choices.ringer, "ringer", devices));
    await this.microphone.follow();
  }

  private readonly beforeUnload = (event: BeforeUnloadEvent) => {
    if (this.machine.session) event.preventDefault();
  };

  private followServer(): void {
    const { state, status } = useRealtime.getState();
    if (status === "open") {
      if (wantsPhone(state)) void this.start();
      else if (this.running && state) this.stop();
    }
    // While the line to the server is down its last word is old: nothing may be ended on it.
    this.dispatch({ type: "server", view: status === "open" ? serverView(state) : undefined, at: Date.now() });
    this.mute(state?.call?.muted === true);
  }

  private async start(): Promise<void> {
    if (this.running) return;
    if (!canUsePhone()) {
      this.show({ microphone: "insecure" });
      return;
    }
    this.running = true;
    this.dispatch({ type: "started" });
    // Both at once: after a reload in a call each tenth of a second is silence for the customer.
    void this.microphone.open().then(() => this.chooseSinks());
    await this.register();
  }

  private async register(): Promise<void> {
    if (!this.running) return;
    try {
      const credentials = await desk.phone();
      if (this.running) await this.phone.start(credentials, true);
    } catch {
      // Whatever kept us from it (network, restart of the server), the next try is soon.
      this.again();
    }
  }

  private again(): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.register(), backoff(this.attempts, Math.random()));
    this.attempts += 1;
  }

  /** Credentials are short-lived: fetch new ones, but never while a call lives on the old user agent. */
  private refused(): void {
    this.dispatch({ type: "refused" });
    if (this.machine.session) this.retry = setTimeout(() => this.refused(), CALL_OVER_MS);
    else this.again();
  }

  private stop(): void {
    if (!this.running) return;
    this.running = false;
    clearTimeout(this.retry);
    this.dispatch({ type: "stopped" });
    this.phone.stop();
    this.microphone.close();
  }

  private confirmed(id: string): void {
    this.dispatch({ type: "confirmed", id });
    this.phone.mute(id, this.muted);
  }

  private mute(on: boolean): void {
    if (on === this.muted) return;
    this.muted = on;
    const { session } = this.machine;
    if (session) this.phone.mute(session.id, on);
    this.meter?.close();
    const track = on ? this.microphone.take() : undefined;
    this.meter = track && new LevelMeter(track);
    if (!on) this.show({ talkingWhileMuted: false });
  }

  private async measure(): Promise<void> {
    const { session } = this.machine;
    const quality = session?.phase === "active" ? await this.phone.quality(session.id) : undefined;
    const talkingWhileMuted = this.muted && (this.meter?.level() ?? 0) > SPEECH_LEVEL;
    const { view } = usePhone.getState();
    if (quality || view.quality || talkingWhileMuted !== view.talkingWhileMuted) this.show({ quality, talkingWhileMuted });
  }

  private dispatch(event: PhoneEvent): void {
    const { state, effects } = step(this.machine, event);
    this.machine = state;
    effects.forEach((effect) => this.perform(effect));
    this.show({ mode: modeOf(this.machine), registration: this.machine.registration, callRef: this.machine.session?.callRef });
  }

  private perform(effect: Effect): void {
    switch (effect.do) {
      case "ring":
        return this.ringer.ring();
      case "silence":
        return this.ringer.silence();
      case "beep":
        void this.microphone.open().then(() => this.ringer.beep());
        return;
      case "answer":
        void this.microphone.open().then(() => this.phone.answer(effect.id));
        return;
      case "refuse":
        return this.phone.refuse(effect.id);
      case "terminate":
        return this.phone.hangUp(effect.id);
      case "renegotiate":
        return this.phone.renegotiate(effect.id);
      case "rejoin":
        // A refusal is no news: the next tick asks again while the server still has the call.
        desk.rejoin().catch(() => undefined);
    }
  }

  private show(change: Partial<PhoneView>): void {
    const { view } = usePhone.getState();
    const keys = Object.keys(change) as (keyof PhoneView)[];
    if (keys.every((key) => view[key] === change[key])) return;
    const next = { ...view, ...change };
    usePhone.setState({ view: next });
    this.publish(next);
  }
}
