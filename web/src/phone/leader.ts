/** One tab owns the phone: the holder of a Web Lock; the others wait in line for it. */

const LOCK = "lingting-softphone";

export interface Leadership {
  /** Takes the phone over from the tab that has it. */
  takeOver(): void;
  resign(): void;
}

export function seekLeadership(onLead: () => void, onFollow: () => void): Leadership {
  if (!navigator.locks) {
    onLead();
    return { takeOver: () => undefined, resign: () => undefined };
  }
  let release: (() => void) | undefined;
  let waiting: AbortController | undefined;
  let resigned = false;

  const hold = () => {
    onLead();
    return new Promise<void>((resolve) => {
      release = resolve;
    });
  };
  const lost = () => {
    release = undefined;
    if (resigned) return;
    onFollow();
    wait();
  };
  const wait = () => {
    waiting = new AbortController();
    navigator.locks.request(LOCK, { signal: waiting.signal }, hold).catch((error: unknown) => {
      if (release) lost();
      else if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    });
  };
  const takeOver = () => {
    waiting?.abort();
    navigator.locks.request(LOCK, { steal: true }, hold).catch(lost);
  };
  onFollow();
  wait();
  return {
    takeOver,
    resign: () => {
      resigned = true;
      waiting?.abort();
      release?.();
    },
  };
}
