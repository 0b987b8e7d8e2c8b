/** Choosing sounds: waiting music and prompts of the voice library. */
import { useTranslation } from "react-i18next";
import { pick } from "@/i18n";
import { SelectField } from "./fields";
import { useAll } from "./useAll";

interface NamedPrompt {
  id: string;
  name: string;
  zh?: string;
  en?: string;
  category?: string;
}

interface Props {
  name: string | (string | number)[];
  label: string;
  hint?: string;
  wide?: boolean;
}

const MUSIC = "music";

/** Music is a recording of the voice library in the category "music", or what the product brings. */
export function MusicField(props: Props) {
  const { t } = useTranslation("records");
  const prompts = useAll<NamedPrompt>("/prompts");
  const own = (prompts.data ?? []).filter((prompt) => prompt.category === MUSIC);
  const options = [{ value: "default", label: t("defaultMusic") }, ...own.map((prompt) => ({ value: prompt.name, label: prompt.name }))];
  return <SelectField {...props} options={options} loading={prompts.isPending} placeholder={t("defaultMusic")} />;
}

export function PromptsField(props: Props) {
  const { t } = useTranslation("records");
  const prompts = useAll<NamedPrompt>("/prompts");
  const options = (prompts.data ?? [])
    .filter((prompt) => prompt.category !== MUSIC)
    .map((prompt) => ({ value: prompt.id, label: `${prompt.name} ${pick({ zh: prompt.zh ?? "", en: prompt.en ?? "" })}`.trim() }));
  return <SelectField {...props} multiple options={options} loading={prompts.isPending} placeholder={t("noPrompts")} />;
}
