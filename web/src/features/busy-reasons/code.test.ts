import { expect, test } from "vitest";
import { codeOf } from "./code";

test("a code is made of letters, digits and underscores and begins with a letter", () => {
  expect(codeOf("Team meeting (weekly)", [])).toBe("team_meeting_weekly");
  expect(codeOf("1st line support", [])).toBe("st_line_support");
  expect(codeOf("\u5c31\u9910", [])).toBe("reason");
  expect(codeOf("x".repeat(60), [])).toHaveLength(36);
});

test("a code that is taken gets a number", () => {
  expect(codeOf("Meal", ["meal", "meal_2"])).toBe("meal_3");
});
