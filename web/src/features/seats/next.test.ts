import { expect, test } from "vitest";
import { nextSeat } from "./next";

test("the first seat is A001 with extension 1001", () => {
  expect(nextSeat([])).toEqual({ number: "A001", extension: "1001" });
});

test("a further seat follows the highest one, gaps or not", () => {
  const seats = [
    { number: "A001", extension: "1001" },
    { number: "A010", extension: "1010" },
    { number: "A003", extension: "1003" },
  ];
  expect(nextSeat(seats)).toEqual({ number: "A011", extension: "1011" });
});

test("numbers grow beyond three digits", () => {
  expect(nextSeat([{ number: "A999", extension: "1999" }])).toEqual({ number: "A1000", extension: "2000" });
});
