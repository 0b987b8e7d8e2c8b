import { describe, expect, it } from "vitest";
import { sizeText, spanOf } from "./amounts";

describe("sizes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [10_155_711, "10.2 MB"],
    [999_600_000, "1.0 GB"],
    [75_362_279_424, "75.4 GB"],
    [270_553_174_016, "271 GB"],
  ])("%d bytes are %s", (bytes, text) => expect(sizeText(bytes)).toBe(text));
});

describe("spans", () => {
  it.each([
    [-3, "seconds", 0],
    [119, "seconds", 119],
    [120, "minutes", 2],
    [7200, "hours", 2],
    [200_000, "days", 2],
  ] as const)("%d seconds are so many %s", (seconds, unit, count) => expect(spanOf(seconds)).toEqual({ unit, count }));
});
