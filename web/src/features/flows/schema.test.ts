import { expect, test } from "vitest";
import { controlOf, emptyRow, parametersOf } from "./schema";
import type { Schema } from "./types";

const root: Schema = {
  $ref: "#/$defs/MenuParams",
  $defs: {
    MenuParams: {
      type: "object",
      required: ["options"],
      properties: {
        prompts: { type: "array", items: { type: "string" }, "x-kind": "prompt" },
        text: { $ref: "#/$defs/Text" },
        retries: { type: "integer", default: 2 },
        priority: { anyOf: [{ type: "integer", minimum: 0 }, { type: "null" }], default: null },
        interruptible: { type: "boolean" },
        how: { enum: ["add", "set"] },
        options: { type: "array", items: { $ref: "#/$defs/Option" } },
        days: { type: "array", items: { type: "string", format: "date" } },
        weekdays: { type: "array", items: { type: "integer" } },
        value: { type: "string" },
      },
    },
    Text: { type: "object", properties: { "zh-CN": { type: "string" }, en: { type: "string" } } },
    Option: { type: "object", properties: { key: { type: "string" }, how: { enum: ["add", "set"], default: "set" }, list: { type: "array" } } },
  },
};

test("each parameter gets the control that fits its type", () => {
  const controls = Object.fromEntries(parametersOf(root).map((one) => [one.name, controlOf(one.schema, root.$defs!)]));
  expect(controls).toEqual({
    prompts: "prompts",
    text: "words",
    retries: "number",
    priority: "number",
    interruptible: "switch",
    how: "choice",
    options: "rows",
    days: "tags",
    weekdays: "numbers",
    value: "text",
  });
  expect(parametersOf(root).filter((one) => one.required).map((one) => one.name)).toEqual(["options"]);
});

test("an empty row has its defaults", () => {
  expect(emptyRow(root.$defs!.Option!)).toEqual({ key: "", how: "set", list: [] });
});
