/** Which panel of the telephone is open; buttons and shortcuts open the same ones. */
import { create } from "zustand";

export type Panel = "busy" | "keypad" | "transfer" | "to_ivr" | "devices" | "sip_phone" | "shortcuts" | "hand";

export const usePanels = create<{ open: Panel | undefined }>(() => ({ open: undefined }));

export function openPanel(panel: Panel): void {
  usePanels.setState({ open: panel });
}

export function closePanel(panel?: Panel): void {
  usePanels.setState((old) => (panel && old.open !== panel ? old : { open: undefined }));
}

export function usePanel(panel: Panel): [boolean, (open: boolean) => void] {
  const open = usePanels((panels) => panels.open === panel);
  return [open, (next) => (next ? openPanel(panel) : closePanel(panel))];
}
