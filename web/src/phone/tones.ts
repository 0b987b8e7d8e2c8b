/** Ringtone and beep, computed here so that nothing has to be fetched. */

const RATE = 16_000;

/** Two struck notes, then a pause; two seconds and a half in all. */
export function ringtone(): Float32Array {
  const samples = new Float32Array(RATE * 2.5);
  const strike = (at: number, frequency: number) => {
    for (let i = 0; i < RATE * 0.9; i += 1) {
      const t = i / RATE;
      const tone = Math.sin(2 * Math.PI * frequency * t) + 0.35 * Math.sin(4 * Math.PI * frequency * t);
      const index = Math.floor(at * RATE) + i;
      if (index < samples.length) samples[index]! += 0.3 * tone * Math.exp(-4.5 * t) * Math.min(1, t * 200);
    }
  };
  [0, 0.18, 0.72, 0.9].forEach((at, n) => strike(at, n % 2 === 0 ? 659.3 : 880));
  return samples;
}

export function beep(): Float32Array {
  return Float32Array.from({ length: RATE * 0.18 }, (_, i) => 0.25 * Math.sin((2 * Math.PI * 880 * i) / RATE) * Math.sin((Math.PI * i) / (RATE * 0.18)));
}

/** 16-bit mono WAV. */
export function wav(samples: Float32Array): Blob {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at: number, word: string) => [...word].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => view.setInt16(44 + i * 2, Math.max(-1, Math.min(1, sample)) * 32767, true));
  return new Blob([view.buffer], { type: "audio/wav" });
}
