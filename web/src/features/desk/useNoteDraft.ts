/** The note of one call: loaded from the server, saved as it is typed, so that nothing is lost on reload. */
import { useCallback, useEffect, useRef, useState } from "react";
import { desk } from "@/api/desk";
import type { CallNote } from "@/api/types";

export type SaveState = "loading" | "clean" | "typing" | "saving" | "saved" | "failed";

const PAUSE_MS = 700;
const AGAIN_MS = 4_000;

export function useNoteDraft(callId: string) {
  const [note, setNote] = useState<CallNote>({ text: "" });
  const [state, setState] = useState<SaveState>("loading");
  const latest = useRef<CallNote>({ text: "" });
  const dirty = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const save = useCallback(async () => {
    clearTimeout(timer.current);
    if (!dirty.current) return;
    const sent = latest.current;
    dirty.current = false;
    setState("saving");
    try {
      await desk.saveNote(callId, sent);
      if (!dirty.current) setState("saved");
    } catch {
      // The text stays here; the next try comes by itself, and the screen says so.
      dirty.current = true;
      setState("failed");
      timer.current = setTimeout(() => void save(), AGAIN_MS);
    }
  }, [callId]);

  useEffect(() => {
    let gone = false;
    desk
      .note(callId)
      .then((stored) => {
        if (gone || dirty.current) return;
        latest.current = stored;
        setNote(stored);
        setState("clean");
      })
      .catch(() => !gone && setState("clean"));
    const leave = () => void save();
    window.addEventListener("pagehide", leave);
    return () => {
      gone = true;
      window.removeEventListener("pagehide", leave);
      void save();
    };
  }, [callId, save]);

  const change = useCallback(
    (part: Partial<CallNote>) => {
      latest.current = { ...latest.current, ...part };
      dirty.current = true;
      setNote(latest.current);
      setState("typing");
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), PAUSE_MS);
    },
    [save],
  );

  return { note, state, change, save };
}
