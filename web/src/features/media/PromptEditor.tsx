/** One prompt: its words in both languages, how they sound, and where it is played. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { LanguageCode, Prompt } from "@/api/records";
import { usePage } from "@/app/page";
import { languages } from "@/i18n";
import { Section, SelectField, TextField } from "@/ui/records/fields";
import { nameToSend } from "@/ui/records/nameToSend";
import { RecordDrawer } from "@/ui/records/RecordDrawer";
import type { EditorProps } from "@/ui/records/RecordsPage";
import { useRecordForm } from "@/ui/records/useRecordForm";
import { categoryNames, useCategoryName } from "./categories";
import { promptName } from "./promptName";
import { Sound } from "./Sound";

interface Values {
  name: string;
  category: string;
  zh: string;
  en: string;
}

interface PromptDetail extends Prompt {
  uses: { flow: string; name: string }[];
}

function Uses({ name }: { name: string }) {
  const { t } = useTranslation("media");
  const detail = useQuery({ queryKey: ["one", "/prompts", name], queryFn: ({ signal }) => api.get<PromptDetail>(`/prompts/${encodeURIComponent(name)}`, undefined, signal) });
  const uses = detail.data?.uses ?? [];
  return (
    <Section title={t("uses")}>
      {detail.isSuccess && !uses.length && <p className="lt-wide lt-section-hint">{t("unused")}</p>}
      <ul className="lt-wide lt-uses">
        {uses.map((use) => (
          <li key={use.flow}>
            <Link to={`/flows/${use.flow}` as string}>{use.name}</Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const field: Record<LanguageCode, "zh" | "en"> = { "zh-CN": "zh", en: "en" };

export function PromptEditor({ row, rows, readOnly, onClose }: EditorProps<Prompt>) {
  const { t } = useTranslation("media");
  const nameOf = useCategoryName();
  const { setSearch } = usePage<object, { open: string }>();
  const record = useRecordForm<Values, Prompt>({
    path: "/prompts",
    id: row?.key,
    toBody: (values) => ({ ...values, name: nameToSend(values.name, row && promptName(row), row?.name), zh: values.zh ?? "", en: values.en ?? "" }),
    onDone: (saved) => (row ? onClose() : setSearch({ open: saved.key })),
  });
  const initial: Values = { name: row ? promptName(row) : "", category: row?.category ?? "other", zh: row?.texts["zh-CN"] ?? "", en: row?.texts.en ?? "" };
  return (
    <RecordDrawer title={row ? t("edit", { name: promptName(row) }) : t("create")} record={record} initial={initial} readOnly={readOnly} onClose={onClose} size={600}>
      <Section>
        <TextField name="name" label={t("name")} required placeholder={t("namePlaceholder")} autoFocus={!row} />
        <SelectField name="category" label={t("category")} required options={categoryNames(rows).map((one) => ({ value: one, label: nameOf(one) }))} />
      </Section>
      {languages.map((language) => (
        <Section key={language} title={t(`common:language.${language}`)}>
          <TextField name={field[language]} label={t("words")} area wide maxLength={2000} hint={t("wordsHint")} />
          {row && <Sound prompt={row} language={language} disabled={readOnly} />}
        </Section>
      ))}
      {!row && <p className="lt-section-hint">{t("recordLater")}</p>}
      {row && <Uses name={row.key} />}
    </RecordDrawer>
  );
}
