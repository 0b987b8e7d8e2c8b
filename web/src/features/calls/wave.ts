/** The wave of a recording from the server's peaks; the library that draws it comes when it is needed. */
import type WaveSurfer from "wavesurfer.js";
import type { Peaks } from "./types";

export interface Wave {
  destroy(): void;
}

interface Look {
  customer: string;
  agent: string;
  played: string;
  cursor: string;
}

const HEIGHT = 40;

export function lookOf(element: Element): Look {
  const style = getComputedStyle(element);
  const colour = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  return {
    customer: colour("--wave-customer", "#5b7f9e"),
    agent: colour("--wave-agent", "#4d9a92"),
    played: colour("--accent", "#0b6b75"),
    cursor: colour("--text", "#17262b"),
  };
}

/** Peaks come as whole numbers from -127 to 127. */
export function floatsOf(peaks: number[][]): Float32Array[] {
  return peaks.map((channel) => Float32Array.from(channel, (value) => value / 127));
}

function nonce(): string | undefined {
  return document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce || undefined;
}

/** Draws the channels one above the other; the sound itself stays with the audio element. */
export async function drawWave(container: HTMLElement, media: HTMLAudioElement, peaks: Peaks): Promise<Wave> {
  const { default: Library } = await import("wavesurfer.js");
  const look = lookOf(container);
  const channel = (waveColor: string) => ({ height: HEIGHT, waveColor, progressColor: look.played });
  const stereo = peaks.peaks.length > 1;
  const wave: WaveSurfer = Library.create({
    container,
    media,
    height: HEIGHT,
    waveColor: look.customer,
    progressColor: look.played,
    cursorColor: look.cursor,
    cursorWidth: 2,
    barWidth: 2,
    barGap: 1,
    normalize: true,
    dragToSeek: true,
    peaks: floatsOf(peaks.peaks),
    duration: peaks.duration,
    splitChannels: stereo ? [channel(look.customer), channel(look.agent)] : undefined,
    cspNonce: nonce(),
  });
  return wave;
}
