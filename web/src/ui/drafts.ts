/** What somebody typed that the server does not have yet: it outlives a reload of this tab, and goes with its owner. */
import { create } from "zustand";

const PREFIX = "lingting.draft.";
const OWNER = "lingting.drafts-of";

type Drafts = Record<string, unknown>;

function stored(): Drafts {
  const found: Drafts = {};
  for (const key of Object.keys(sessionStorage).filter((one) => one.startsWith(PREFIX))) {
    found[key.slice(PREFIX.length)] = JSON.parse(sessionStorage.getItem(key) ?? "null");
  }
  return found;
}

export const useDrafts = create<{ drafts: Drafts }>(() => ({ drafts: stored() }));

export function draftOf<T>(name: string): T | undefined {
  return useDrafts.getState().drafts[name] as T | undefined;
}

export function keepDraft(name: string, draft: unknown): void {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(draft));
  } catch {
    // A full storage costs what a reload would have kept, nothing else.
  }
  useDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [name]: draft } }));
}

export function dropDraft(name: string): void {
  sessionStorage.removeItem(PREFIX + name);
  useDrafts.setState(({ drafts: { [name]: _, ...others } }) => ({ drafts: others }));
}

export function forgetDrafts(): void {
  Object.keys(useDrafts.getState().drafts).forEach(dropDraft);
}

/** Whoever logs in where somebody else's session ended sees nothing of his. */
export function claimDrafts(user: string): void {
  if (sessionStorage.getItem(OWNER) !== user) forgetDrafts();
  sessionStorage.setItem(OWNER, user);
}
