import { expect, test } from "vitest";
import { bodyOf, fresh, searchQuery } from "./form";

test("empty lines of numbers are not sent", () => {
  expect(bodyOf({ ...fresh, name: " Zhang ", numbers: [" 138 ", "", undefined as unknown as string], level: undefined })).toMatchObject({ name: "Zhang", numbers: ["138"], level: "" });
});

test("digits are searched as a number and all else as text", () => {
  expect(searchQuery("138 0013 8000")).toEqual({ number: "138 0013 8000" });
  expect(searchQuery("+86 755 1234")).toEqual({ number: "+86 755 1234" });
  expect(searchQuery("Zhang 3")).toEqual({ q: "Zhang 3" });
  expect(searchQuery("123")).toEqual({ q: "123" });
  expect(searchQuery("  ")).toEqual({});
});
