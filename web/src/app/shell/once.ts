/** A command is given once: the second click of a double-click may meet what stands there by then, the opposite of it. */
import { useEffect } from "react";

const COMMANDS = ".lt-bar, .lt-strip, .lt-banner, .lt-hands, .lt-desk-empty, .lt-ringing, .ant-modal-footer, .ant-modal-confirm-btns";

export function isRepeated({ detail, target }: Pick<MouseEvent, "detail" | "target">): boolean {
  return detail > 1 && target instanceof Element && target.closest(COMMANDS) !== null;
}

export function useOnce(): void {
  useEffect(() => {
    const look = (event: MouseEvent) => {
      if (!isRepeated(event)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener("click", look, true);
    return () => document.removeEventListener("click", look, true);
  }, []);
}
