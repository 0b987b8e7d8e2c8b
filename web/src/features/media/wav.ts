/** Sound from the microphone as a WAV file: one channel, 16 bit. */

const HEADER = 44;

function text(view: DataView, at: number, word: string): void {
  for (let index = 0; index < word.length; index += 1) view.setUint8(at + index, word.charCodeAt(index));
}

/** Samples between -1 and 1; louder ones are cut. */
export function wavOf(samples: Float32Array, rate: number): ArrayBuffer {
  const buffer = new ArrayBuffer(HEADER + samples.length * 2);
  const view = new DataView(buffer);
  text(view, 0, "RIFF");
  view.setUint32(4, buffer.byteLength - 8, true);
  text(view, 8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(view, 36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, index) => view.setInt16(HEADER + index * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true));
  return buffer;
}

/** The mean of all channels. */
export function mono(channels: Float32Array[]): Float32Array {
  const [first = new Float32Array(), ...others] = channels;
  if (!others.length) return first;
  return first.map((sample, index) => others.reduce((sum, channel) => sum + (channel[index] ?? 0), sample) / channels.length);
}
