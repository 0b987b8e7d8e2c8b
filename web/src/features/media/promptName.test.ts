/** Prompts are called in the reader's language. */
import { expect, test } from "vitest";
import { i18n } from "@/i18n";
import { promptName } from "./promptName";

test.each([
  ["en", "All agents are busy."],
  ["zh-CN", "坐席正忙。"],
])("in %s it is called %s", async (language, name) => {
  await i18n.changeLanguage(language);
  expect(promptName({ names: { "zh-CN": "坐席正忙。", en: "All agents are busy." } })).toBe(name);
});
