/** One tab owns the phone: the holder of a Web Lock; the others wait in line, and a reloaded owner comes first. */

const LOCK = "lingting-softphone";
const RETURNING = "lingting.phone-owner";

/** So long a waiting tab leaves the phone to an owner that is only being reloaded. */
const RELOAD_MS = 1_200;
const AT_ONCE_MS = 60;

export interface Leadership {
  /** Takes the phone over from the tab that has it. */
  takeOver(): void;
  resign(): void;
}

/** Was this very tab the owner before it was reloaded? The mark is taken away, so that a copy of the tab lacks it. */
function wasOwner(): boolean {
  const marked = sessionStorage.getItem(RETURNING) !== null;
  sessionStorage.removeItem(RETURNING);
  return marked;
}

class Seeker implements Leadership {
  private release: (() => void) | undefined;
  private waiting: AbortController | undefined;
  private lead: ReturnType<typeof setTimeout> | undefined;
  private resigned = false;
  private readonly leaving = () => this.release && sessionStorage.setItem(RETURNING, "1");

  constructor(
    private readonly onLead: () => void,
    private readonly onFollow: () => void,
  ) {
    window.addEventListener("pagehide", this.leaving);
    onFollow();
    if (wasOwner()) this.takeOver();
    else this.wait();
  }

  takeOver(): void {
    this.waiting?.abort();
    navigator.locks.request(LOCK, { steal: true }, () => this.hold(0)).catch(() => this.lost());
  }

  resign(): void {
    this.resigned = true;
    window.removeEventListener("pagehide", this.leaving);
    clearTimeout(this.lead);
    this.waiting?.abort();
    this.release?.();
    this.release = undefined;
  }

  private hold(delay: number): Promise<void> {
    this.lead = setTimeout(this.onLead, delay);
    return new Promise((resolve) => {
      this.release = resolve;
    });
  }

  private wait(): void {
    const asked = performance.now();
    this.waiting = new AbortController();
    const granted = () => this.hold(performance.now() - asked > AT_ONCE_MS ? RELOAD_MS : 0);
    navigator.locks.request(LOCK, { signal: this.waiting.signal }, granted).catch((error: unknown) => {
      if (this.release) this.lost();
      else if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    });
  }

  private lost(): void {
    this.release = undefined;
    clearTimeout(this.lead);
    if (this.resigned) return;
    this.onFollow();
    this.wait();
  }
}

export function seekLeadership(onLead: () => void, onFollow: () => void): Leadership {
  if (navigator.locks) return new Seeker(onLead, onFollow);
  onLead();
  return { takeOver: () => undefined, resign: () => undefined };
}
