import { expect, test } from "vitest";
import type { Setting } from "@/api/records";
import { changes, valuesOf } from "./form";

const setting = (key: string, value: Setting["value"], standard: Setting["value"] = value): Setting => ({
  key,
  kind: typeof value === "boolean" ? "bool" : typeof value === "number" ? "int" : "str",
  value,
  default: standard,
  zh: key,
  en: key,
  minimum: null,
  maximum: null,
  options: [],
  group: "",
});
const settings = [setting("ring_seconds", 40, 25), setting("recording", true), setting("outbound_number", "0755")];

test("only what was changed is sent", () => {
  expect(changes(settings, valuesOf(settings))).toEqual({});
  expect(changes(settings, { ...valuesOf(settings), recording: false })).toEqual({ recording: false });
});

test("an emptied number returns to its default and an emptied text is empty", () => {
  expect(changes(settings, { ring_seconds: null, outbound_number: undefined, recording: true })).toEqual({ ring_seconds: 25, outbound_number: "" });
});
