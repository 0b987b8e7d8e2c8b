/** Choosing sounds: waiting music and prompts of the voice library. */
import { useTranslation } from "react-i18next";
import type { Prompt } from "@/api/records";
import { SelectField } from "./fields";
import { useAll } from "./useAll";

interface Props {
  name: string | (string | number)[];
  label: string;
  hint?: string;
  wide?: boolean;
}

/** The music that the telephone system brings. */
const collections = ["default"] as const;

export function MusicField(props: Props) {
  const { t } = useTranslation("records");
  return <SelectField {...props} options={collections.map((one) => ({ value: one, label: t(`musicNames.${one}`) }))} placeholder={t("musicNames.default")} />;
}

export function PromptsField(props: Props) {
  const { t } = useTranslation("records");
  const prompts = useAll<Prompt>("/prompts");
  const options = (prompts.data ?? []).filter((prompt) => prompt.category !== "unit").map((prompt) => ({ value: prompt.key, label: prompt.name }));
  return <SelectField {...props} multiple options={options} loading={prompts.isPending} placeholder={t("noPrompts")} />;
}
