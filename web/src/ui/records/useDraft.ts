/** What was changed in a panel that is no form, and is not saved. */
import { useState } from "react";
import { draftOf, dropDraft, keepDraft, useDrafts } from "@/ui/drafts";

export function useDraft<T>(name: string) {
  const [wasKept] = useState(() => draftOf(name) !== undefined);
  const kept = useDrafts(({ drafts }) => drafts[name]) as T | undefined;
  const isDirty = kept !== undefined;
  return {
    kept,
    isDirty,
    isRestored: wasKept && isDirty,
    /** Undefined where nothing differs any more from what is saved. */
    keep: (draft: T | undefined) => (draft === undefined ? dropDraft(name) : keepDraft(name, draft)),
    discard: () => dropDraft(name),
  };
}
