/** Notes that the server does not have yet: those of contacts that are over are sent from whatever page is open. */
import { useEffect } from "react";
import { desk } from "@/api/desk";
import { ApiProblem } from "@/api/problem";
import type { CallNote } from "@/api/types";
import { useRealtime } from "@/rt/store";
import { draftOf, dropDraft, useDrafts } from "@/ui/drafts";

export const AGAIN_MS = 4_000;
const PREFIX = "note.";

export interface NoteDraft {
  note: CallNote;
  /** The server's text was known when this was typed, so that this replaces it. */
  complete: boolean;
}

export const noteDraft = (callId: string) => PREFIX + callId;

/** What was typed before the server's note could be read follows it. */
export function joined(stored: CallNote, typed: CallNote): CallNote {
  const text = stored.text && typed.text ? `${stored.text}\n${typed.text}` : stored.text || typed.text;
  return { text, disposition: typed.disposition ?? stored.disposition };
}

/** An answer that says no will not say yes in four seconds. */
export function isFinal(error: unknown): boolean {
  return error instanceof ApiProblem && error.status >= 400 && error.status < 500 && error.status !== 401;
}

async function send(name: string): Promise<void> {
  const draft = draftOf<NoteDraft>(name);
  const call = name.slice(PREFIX.length);
  if (!draft) return;
  try {
    await desk.saveNote(call, draft.complete ? draft.note : joined(await desk.note(call), draft.note));
  } catch (error) {
    if (!isFinal(error)) return;
  }
  if (draftOf(name) === draft) dropDraft(name);
}

export function useLeftNotes(): void {
  const open = useRealtime((link) => link.status === "open");
  const present = useRealtime(({ state }) => noteDraft(state?.call?.call_id ?? state?.wrap_up?.call_id ?? ""));
  const left = useDrafts(({ drafts }) => Object.keys(drafts).filter((name) => name.startsWith(PREFIX) && name !== present).join());
  useEffect(() => {
    if (!open || !left) return undefined;
    // The contact's own screen, which has just gone, may be at it.
    const timer = setInterval(() => left.split(",").forEach((name) => void send(name)), AGAIN_MS);
    return () => clearInterval(timer);
  }, [open, left]);
}
