/** Calls the agent back to a hidden tab: a system notification and a title that changes. */
import { useEffect } from "react";

const FLASH_MS = 900;

export function useRingingAlert(text: string): void {
  useEffect(() => {
    const title = document.title;
    let lit = false;
    const timer = setInterval(() => {
      lit = !lit;
      document.title = lit ? text : title;
    }, FLASH_MS);
    let note: Notification | undefined;
    if (document.hidden && "Notification" in window && Notification.permission === "granted") {
      note = new Notification(text, { tag: "lingting-ringing", requireInteraction: true });
      note.onclick = () => window.focus();
    }
    return () => {
      clearInterval(timer);
      document.title = title;
      note?.close();
    };
  }, [text]);
}

/** Asked once, from a click. */
export function askForNotifications(): void {
  if ("Notification" in window && Notification.permission === "default") void Notification.requestPermission();
}
