/** What a prompt is called: one that comes with the product and was not renamed is called by its words, in the reader's language. */
import type { Prompt } from "@/api/records";
import { currentLanguage } from "@/i18n";

export function promptName({ name, shipped, texts }: Prompt): string {
  return shipped && name === texts["zh-CN"] ? texts[currentLanguage()] || name : name;
}
