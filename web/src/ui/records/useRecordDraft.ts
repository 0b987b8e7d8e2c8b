/** What was typed in a form and not saved: it outlives a reload and the end of the session, as the desk's drafts do. */
import { useState } from "react";
import { draftOf, dropDraft, keepDraft, useDrafts } from "@/ui/drafts";
import type { RecordForm } from "./useRecordForm";

/** Never kept, whatever form they stand in. */
const SECRET = /password|secret/i;

const same = (one: unknown, other: unknown) => JSON.stringify(one ?? "") === JSON.stringify(other ?? "");

/** The fields that differ from the record; the others follow the server when the panel opens again. */
function changesOf<V extends object>(values: V, initial: Partial<V>): [string, unknown][] {
  return Object.entries(values).filter(([name, value]) => !same(value, initial[name as keyof V]));
}

function keepChanges(draft: string, changes: [string, unknown][]): void {
  if (!changes.length) return dropDraft(draft);
  keepDraft(draft, Object.fromEntries(changes.filter(([name]) => !SECRET.test(name)).map(([name, value]) => [name, value ?? null])));
}

export function useRecordDraft<V extends object>({ form, draft }: Pick<RecordForm<V>, "form" | "draft">, initial: Partial<V>, readOnly: boolean) {
  const [kept] = useState(() => (readOnly ? undefined : draftOf<Partial<V>>(draft)));
  const isDirty = useDrafts(({ drafts }) => draft in drafts) && !readOnly;
  return {
    first: { ...initial, ...kept },
    isDirty,
    isRestored: isDirty && kept !== undefined && Object.keys(kept).length > 0,
    keep: () => keepChanges(draft, changesOf(form.getFieldsValue(), initial)),
    discard: () => {
      dropDraft(draft);
      const fields = Object.keys(form.getFieldsValue()) as (keyof V)[];
      form.setFieldsValue(Object.fromEntries(fields.map((name) => [name, initial[name]])) as Parameters<typeof form.setFieldsValue>[0]);
    },
  };
}
