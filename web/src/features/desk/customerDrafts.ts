/** Customers' records that were begun on the desk and not saved, by the call that they were begun in. */
import { useEffect } from "react";
import type { Customer } from "@/api/types";
import type { Caller } from "@/rt/state";
import { draftOf, dropDraft, keepDraft, useDrafts } from "@/ui/drafts";
import { useRealtime } from "@/rt/store";
import { focusOf } from "./focus";

export interface Values {
  name: string;
  numbers: string[];
  region?: string;
  company?: string;
  level?: string;
  notes?: string;
}

export interface CustomerDraft {
  caller: Caller;
  /** Absent for a new one. */
  customer?: string;
  values: Values;
}

const PREFIX = "customer.";

export const draftName = (callId: string) => PREFIX + callId;

export function keepCustomer(callId: string, draft: CustomerDraft): void {
  keepDraft(draftName(callId), draft);
}

export function draftOfCustomer(callId: string, customer: string | undefined): CustomerDraft | undefined {
  const draft = draftOf<CustomerDraft>(draftName(callId));
  return draft && draft.customer === customer ? draft : undefined;
}

/** What was begun in this call; forgotten when the record that it changes is gone. */
export function useBegun(callId: string, customers: Customer[] | undefined): CustomerDraft | undefined {
  const name = draftName(callId);
  const draft = useDrafts(({ drafts }) => drafts[name] as CustomerDraft | undefined);
  const gone = !!draft?.customer && !!customers && !customers.some(({ id }) => id === draft.customer);
  useEffect(() => {
    if (gone) dropDraft(name);
  }, [gone, name]);
  return gone ? undefined : draft;
}

/** The contact is over and its record is not saved. */
export function useIsLeft(callId: string): boolean {
  return useRealtime(({ state }) => state !== undefined && focusOf(state)?.callId !== callId);
}

/** Whose record was left behind, for the time when no other contact is on the desk. */
export function useLeftCustomer(): { callId: string; caller: Caller } | undefined {
  const drafts = useDrafts((all) => all.drafts);
  const name = Object.keys(drafts).find((one) => one.startsWith(PREFIX));
  return name ? { callId: name.slice(PREFIX.length), caller: (drafts[name] as CustomerDraft).caller } : undefined;
}
