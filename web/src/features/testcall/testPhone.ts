/** A second softphone that calls in like an outside customer; it has its own user agent, microphone and loudspeaker. */
import { create } from "zustand";
import { desk } from "@/api/desk";
import { Microphone } from "@/phone/microphone";
import { SipPhone } from "@/phone/sipPhone";

export type TestPhase = "idle" | "starting" | "calling" | "ringing" | "talking";
export type TestEvent = "calling" | "ringing" | "answered" | "ended" | "failed" | "microphone" | "offline";

interface TestCall {
  phase: TestPhase;
  since?: string;
  numbers: { number: string; label: string }[];
  events: { at: number; event: TestEvent; detail?: string }[];
}

export const useTestCall = create<TestCall>(() => ({ phase: "idle", numbers: [], events: [] }));

let phone: SipPhone | undefined;
let current: string | undefined;

function note(event: TestEvent, detail?: string): void {
  useTestCall.setState((old) => ({ events: [...old.events, { at: Date.now(), event, detail }].slice(-30) }));
}

function over(event: TestEvent, detail?: string): void {
  if (useTestCall.getState().phase === "idle") return;
  note(event, detail);
  useTestCall.setState({ phase: "idle", since: undefined });
  current = undefined;
  microphone.close();
}

const microphone = new Microphone({
  onState: (state) => (state === "denied" || state === "missing" || state === "insecure") && over("microphone"),
  onReplaced: (track) => void phone?.replaceTrack(track),
});

function connect(): Promise<SipPhone> {
  return new Promise((resolve, reject) => {
    const made = new SipPhone(
      {
        onRegistered: () => resolve(made),
        onDisconnected: () => {
          reject(new Error("disconnected"));
          over("offline");
        },
        onRefused: () => reject(new Error("refused")),
        onIncoming: ({ id }) => made.refuse(id),
        onProgress: () => {
          note("ringing");
          useTestCall.setState({ phase: "ringing" });
        },
        onConfirmed: () => {
          note("answered");
          useTestCall.setState({ phase: "talking", since: new Date().toISOString() });
        },
        onEnded: (_, cause) => over(useTestCall.getState().phase === "talking" ? "ended" : "failed", cause),
        onAudioBlocked: () => undefined,
      },
      () => microphone.take(),
    );
    desk.testPhone().then((credentials) => made.start(credentials, false), reject);
  });
}

/** The numbers that can be tried; the credentials are fetched anew for each call. */
export async function loadTestNumbers(): Promise<void> {
  const { numbers } = await desk.testPhone();
  useTestCall.setState({ numbers });
}

export async function startTestCall(number: string): Promise<void> {
  if (useTestCall.getState().phase !== "idle") return;
  useTestCall.setState({ phase: "starting", events: [] });
  try {
    if (!(await microphone.open())) return;
    phone?.stop();
    phone = await connect();
    useTestCall.setState({ phase: "calling" });
    note("calling", number);
    current = phone.call(number);
  } catch (error) {
    over("offline");
    throw error;
  }
}

export function endTestCall(): void {
  if (current) phone?.hangUp(current);
  else over("ended");
}

export function sendTestDigit(digit: string): void {
  if (current) phone?.sendDigits(current, digit);
}
