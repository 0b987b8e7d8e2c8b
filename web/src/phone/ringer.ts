/** Rings on its own element, so that it can sound on the loudspeaker while the voice goes to the headset. */
import { sendTo } from "./devices";
import { beep, ringtone, wav } from "./tones";

export class Ringer {
  private bell: HTMLAudioElement | undefined;
  private short: HTMLAudioElement | undefined;
  private sink: string | undefined;

  constructor(private readonly onBlocked: () => void) {}

  ring(): void {
    this.bell ??= this.element(wav(ringtone()), true);
    void sendTo(this.bell, this.sink);
    this.bell.currentTime = 0;
    this.play(this.bell);
  }

  silence(): void {
    this.bell?.pause();
  }

  beep(): void {
    this.short ??= this.element(wav(beep()), false);
    this.play(this.short);
  }

  soundOn(sink: string | undefined): void {
    this.sink = sink;
    if (this.bell) void sendTo(this.bell, sink);
  }

  private element(sound: Blob, loop: boolean): HTMLAudioElement {
    const element = new Audio(URL.createObjectURL(sound));
    element.loop = loop;
    return element;
  }

  private play(element: HTMLAudioElement): void {
    element.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "NotAllowedError") this.onBlocked();
    });
  }
}
