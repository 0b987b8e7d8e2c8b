/** What a prompt is called in the reader's language. */
import type { Prompt } from "@/api/records";
import { currentLanguage } from "@/i18n";

export function promptName({ names }: Pick<Prompt, "names">): string {
  return names[currentLanguage()];
}
