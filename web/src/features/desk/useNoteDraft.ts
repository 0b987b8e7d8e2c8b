/** The note of one call: saved as it is typed; while the server is away it waits in this tab and is sent again. */
import { useCallback, useEffect, useRef, useState } from "react";
import { desk } from "@/api/desk";
import type { CallNote } from "@/api/types";
import { AGAIN_MS, isFinal, joined, noteDraft, type NoteDraft } from "@/app/notes";
import { draftOf, dropDraft, keepDraft } from "@/ui/drafts";

export type SaveState = "loading" | "clean" | "typing" | "saving" | "saved" | "failed";

const PAUSE_MS = 700;

export function useNoteDraft(callId: string) {
  const name = noteDraft(callId);
  const [kept] = useState(() => draftOf<NoteDraft>(name));
  const [note, setNote] = useState<CallNote>(kept?.note ?? { text: "" });
  const [state, setState] = useState<SaveState>(kept ? "failed" : "loading");
  const latest = useRef<CallNote>(note);
  const dirty = useRef(kept !== undefined);
  const complete = useRef(kept?.complete ?? false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const here = useRef(true);

  const save = useCallback(async () => {
    clearTimeout(timer.current);
    if (!dirty.current || !complete.current) return;
    const sent = latest.current;
    dirty.current = false;
    setState("saving");
    try {
      await desk.saveNote(callId, sent);
      if (dirty.current) return;
      dropDraft(name);
      setState("saved");
    } catch {
      // The text stays here; the next try comes by itself, and the screen says so. Without this screen the shell sends it.
      dirty.current = true;
      setState("failed");
      if (here.current) timer.current = setTimeout(() => void save(), AGAIN_MS);
    }
  }, [callId, name]);

  useEffect(() => {
    let gone = false;
    here.current = true;
    let again: ReturnType<typeof setTimeout> | undefined;
    const take = (stored: CallNote) => {
      if (!dirty.current) latest.current = stored;
      else if (!complete.current) latest.current = joined(stored, latest.current);
      complete.current = true;
      setNote(latest.current);
      if (dirty.current) void save();
      else setState("clean");
    };
    const load = () =>
      desk.note(callId).then(
        (stored) => !gone && take(stored),
        (error: unknown) => {
          if (gone) return;
          if (isFinal(error)) take({ text: "" });
          else again = setTimeout(() => void load(), AGAIN_MS);
          setState((now) => (now === "loading" ? "clean" : now));
        },
      );
    void load();
    const leave = () => void save();
    window.addEventListener("pagehide", leave);
    return () => {
      gone = true;
      here.current = false;
      clearTimeout(again);
      window.removeEventListener("pagehide", leave);
      void save();
    };
  }, [callId, save]);

  const change = useCallback(
    (part: Partial<CallNote>) => {
      latest.current = { ...latest.current, ...part };
      dirty.current = true;
      keepDraft(name, { note: latest.current, complete: complete.current });
      setNote(latest.current);
      setState(complete.current ? "typing" : "failed");
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), PAUSE_MS);
    },
    [name, save],
  );

  return { note, state, change, save };
}
