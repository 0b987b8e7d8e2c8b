/** Keyboard shortcuts: Alt and a key, by its place, never while somebody types or composes; only wrap-up is ended from its note. */
import { useEffect } from "react";
import { create } from "zustand";
import { usePhone } from "@/phone/view";
import { useRealtime } from "@/rt/store";
import * as playback from "@/ui/playback";
import { barModel, type BarModel } from "./legal";
import { openPanel, type Panel } from "./panels";
import { useDeskCommands, type DeskCommands } from "./useDeskCommands";

export type Shortcut = "answer" | "reject" | "hang_up" | "hold" | "mute" | "transfer" | "keypad" | "idle" | "busy" | "note" | "finish" | "play" | "play_back" | "play_on" | "shortcuts";

export const shortcutKeys: Record<Shortcut, { code: string; shown: string }> = {
  answer: { code: "KeyA", shown: "Alt+A" },
  reject: { code: "KeyR", shown: "Alt+R" },
  hang_up: { code: "KeyX", shown: "Alt+X" },
  hold: { code: "KeyH", shown: "Alt+H" },
  mute: { code: "KeyM", shown: "Alt+M" },
  transfer: { code: "KeyT", shown: "Alt+T" },
  keypad: { code: "KeyK", shown: "Alt+K" },
  idle: { code: "KeyI", shown: "Alt+I" },
  busy: { code: "KeyB", shown: "Alt+B" },
  note: { code: "KeyW", shown: "Alt+W" },
  finish: { code: "Enter", shown: "Alt+Enter" },
  play: { code: "KeyP", shown: "Alt+P" },
  play_back: { code: "KeyJ", shown: "Alt+J" },
  play_on: { code: "KeyL", shown: "Alt+L" },
  shortcuts: { code: "Slash", shown: "?" },
};

const storageKey = "lingting.shortcuts";

export const useShortcutSetting = create<{ enabled: boolean }>(() => ({ enabled: localStorage.getItem(storageKey) !== "off" }));

export function enableShortcuts(enabled: boolean): void {
  localStorage.setItem(storageKey, enabled ? "on" : "off");
  useShortcutSetting.setState({ enabled });
}

const textless = new Set(["button", "checkbox", "radio", "submit", "reset", "range", "color", "file", "image"]);

export function isTyping(element: Element | null): boolean {
  if (element instanceof HTMLTextAreaElement) return true;
  if (element instanceof HTMLInputElement) return !textless.has(element.type);
  return element instanceof HTMLElement && (element.isContentEditable || element.getAttribute("role") === "textbox");
}

type KeyFacts = Pick<KeyboardEvent, "code" | "key" | "altKey" | "ctrlKey" | "metaKey" | "isComposing" | "repeat">;

export function shortcutOf(event: KeyFacts, focused: Element | null): Shortcut | undefined {
  if (event.isComposing || event.repeat || event.ctrlKey || event.metaKey) return undefined;
  const typing = isTyping(focused);
  if (!event.altKey) return event.key === "?" && !typing ? "shortcuts" : undefined;
  const found = Object.entries(shortcutKeys).find(([name, key]) => name !== "shortcuts" && key.code === event.code)?.[0] as Shortcut | undefined;
  return typing && found !== "finish" ? undefined : found;
}

function currentModel(): BarModel {
  return barModel(useRealtime.getState().state, usePhone.getState().view.mode);
}

function legal(model: BarModel, button: string): boolean {
  return [...model.agent, ...model.call].some((slot) => slot.button === button && slot.enabled);
}

const panelOf: Partial<Record<Shortcut, Panel>> = { transfer: "transfer", keypad: "keypad", busy: "busy" };

function act(shortcut: Shortcut, commands: DeskCommands): void {
  const model = currentModel();
  const panel = panelOf[shortcut];
  if (panel) {
    if (legal(model, shortcut)) openPanel(panel);
    return;
  }
  switch (shortcut) {
    case "answer":
      if (legal(model, "answer")) commands.answer();
      return;
    case "reject":
      if (useRealtime.getState().state?.offer) void commands.reject();
      return;
    case "hang_up":
      if (legal(model, "hang_up")) void commands.hangUp();
      return;
    case "hold":
      if (legal(model, "retrieve")) void commands.retrieve();
      else if (legal(model, "hold")) void commands.hold();
      return;
    case "mute":
      if (legal(model, "unmute")) void commands.mute(false);
      else if (legal(model, "mute")) void commands.mute(true);
      return;
    case "idle":
      if (legal(model, "idle")) void commands.idle();
      return;
    case "finish":
      if (useRealtime.getState().state?.wrap_up) void commands.finishWrapUp();
      return;
    case "note":
      document.getElementById("contact-note")?.focus();
      return;
    case "play":
      playback.current()?.toggle();
      return;
    case "play_back":
      playback.current()?.skip(-playback.SKIP);
      return;
    case "play_on":
      playback.current()?.skip(playback.SKIP);
      return;
    case "shortcuts":
      openPanel("shortcuts");
  }
}

/** One press a second at most for each, so that a nervous finger does not hang up the next call. */
const THROTTLE_MS = 1_000;
const AT_ONCE = new Set<Shortcut>(["play", "play_back", "play_on"]);

export function useShortcuts(): void {
  const { enabled } = useShortcutSetting();
  const commands = useDeskCommands();
  useEffect(() => {
    if (!enabled) return undefined;
    const last = new Map<Shortcut, number>();
    const onKey = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event, document.activeElement);
      if (!shortcut) return;
      event.preventDefault();
      if (!AT_ONCE.has(shortcut) && performance.now() - (last.get(shortcut) ?? -THROTTLE_MS) < THROTTLE_MS) return;
      last.set(shortcut, performance.now());
      act(shortcut, commands);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [enabled, commands]);
}
