/** One act per press: what is pressed again while it is under way, also by a held Enter key, is the same press. */
import { useRef, useState } from "react";

export function useOnce<Given extends unknown[]>(act: (...given: Given) => Promise<unknown>): [press: (...given: Given) => void, busy: boolean] {
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const press = async (...given: Given) => {
    // The state is only seen after the next drawing, and a form's Enter key asks no button.
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      await act(...given);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return [(...given) => void press(...given), busy];
}
