import { expect, test } from "vitest";
import { nameToSend } from "./nameToSend";

test("saving under a name read in the other language names nothing anew", () => {
  expect(nameToSend("All agents are busy.", "All agents are busy.", "坐席正忙。")).toBe("坐席正忙。");
});

test.each([
  ["a typed name", "忙", "坐席正忙。", "坐席正忙。"],
  ["a new record's name", "忙", undefined, undefined],
])("%s is sent", (_, typed, read, stored) => {
  expect(nameToSend(typed, read, stored)).toBe(typed);
});
