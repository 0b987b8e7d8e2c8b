/** What the screens know about the softphone; the leading tab tells the others. */
import { create } from "zustand";
import type { MicrophoneState } from "./microphone";
import type { PhoneMode, Registration } from "./machine";
import type { Quality } from "./quality";

export interface PhoneView {
  mode: PhoneMode;
  registration: Registration;
  callRef?: string;
  microphone: MicrophoneState;
  /** The browser does not let the page play sound before a click. */
  audioBlocked: boolean;
  quality?: Quality;
  /** Somebody talks into a muted microphone. */
  talkingWhileMuted: boolean;
  /** Name of the microphone that took over when another vanished. */
  replacedBy?: string;
}

export const silentView: PhoneView = {
  mode: "offline",
  registration: "off",
  microphone: "closed",
  audioBlocked: false,
  talkingWhileMuted: false,
};

export type PhoneCommand = { type: "answer" } | { type: "hang-up" } | { type: "mute"; on: boolean };

interface PhoneStore {
  role: "leader" | "follower";
  view: PhoneView;
}

export const usePhone = create<PhoneStore>(() => ({ role: "follower", view: silentView }));
