/** The categories of the voice library: the usual ones, and what a company added. */
import { useTranslation } from "react-i18next";
import type { Prompt } from "@/api/records";

const usual = ["greeting", "queue", "survey", "voicemail", "system", "other"];

/** The pieces of spoken numbers; they are not for choosing. */
export const UNITS = "unit";

export function categoryNames(prompts: Prompt[]): string[] {
  return [...new Set([...usual, ...prompts.map((prompt) => prompt.category)])].filter((one) => one !== UNITS);
}

export function useCategoryName(): (category: string) => string {
  const { t } = useTranslation("media");
  return (category) => t(`categories.${category}`, { defaultValue: category });
}
