/** Prompts are called in the reader's language as long as nobody named them. */
import { expect, test } from "vitest";
import { i18n } from "@/i18n";
import type { Prompt } from "@/api/records";
import { promptName } from "./promptName";

const prompt = (more: Partial<Prompt>) => ({ key: "busy", name: "坐席正忙。", shipped: true, texts: { "zh-CN": "坐席正忙。", en: "All agents are busy." }, ...more }) as Prompt;

test.each([
  ["a shipped one by its words", {}, "All agents are busy."],
  ["a renamed one by its name", { name: "忙" }, "忙"],
  ["one without words in this language by its name", { texts: { "zh-CN": "坐席正忙。" } }, "坐席正忙。"],
  ["the company's own by its name", { shipped: false }, "坐席正忙。"],
])("%s", async (_, more, name) => {
  await i18n.changeLanguage("en");
  expect(promptName(prompt(more as Partial<Prompt>))).toBe(name);
  await i18n.changeLanguage("zh-CN");
  expect(promptName(prompt(more as Partial<Prompt>))).toBe(more && "name" in more ? "忙" : "坐席正忙。");
});
