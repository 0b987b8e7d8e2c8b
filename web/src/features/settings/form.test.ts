import { expect, test } from "vitest";
import type { Setting } from "@/api/records";
import { changes, sectionsOf, valuesOf } from "./form";

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

test("settings stand under their headings, none is lost, and calling out has its own page", () => {
  const one = (key: string, group: string) => ({ ...setting(key, 1), group });
  const all = [one("target", "targets"), one("new", "unheard-of"), one("abroad", "dial_out"), one("ring", "calls"), one("wrap", "calls")];
  const shown = (group?: string) => sectionsOf(all, group).map(({ name, settings: found }) => [name, ...found.map(({ key }) => key)]);
  expect(shown()).toEqual([["calls", "ring", "wrap"], ["targets", "target"], ["others", "new"]]);
  expect(shown("dial_out")).toEqual([["rules", "abroad"]]);
});
