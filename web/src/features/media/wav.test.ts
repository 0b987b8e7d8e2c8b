import { expect, test } from "vitest";
import { mono, wavOf } from "./wav";

test("a WAV file tells its rate and length and cuts what is too loud", () => {
  const view = new DataView(wavOf(new Float32Array([0, 1, -2]), 8000));
  const word = (at: number) => String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(at + index)));
  expect([word(0), word(8), word(36)]).toEqual(["RIFF", "WAVE", "data"]);
  expect(view.getUint32(24, true)).toBe(8000);
  expect(view.getUint32(40, true)).toBe(6);
  expect([0, 1, 2].map((index) => view.getInt16(44 + index * 2, true))).toEqual([0, 32767, -32767]);
});

test("several channels become their mean", () => {
  expect([...mono([new Float32Array([1, 0]), new Float32Array([0, -1])])]).toEqual([0.5, -0.5]);
});
