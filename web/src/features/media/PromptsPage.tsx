/** The voice library: what callers hear, by category. */
import { AudioFilled, SoundOutlined } from "@ant-design/icons";
import { Select } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { LanguageCode, Prompt } from "@/api/records";
import { usePage } from "@/app/page";
import { currentLanguage, languages } from "@/i18n";
import { RecordsPage } from "@/ui/records/RecordsPage";
import { useLookup } from "@/ui/records/useLookup";
import { StatusTag } from "@/ui/StatusTag";
import { UNITS, useCategoryName } from "./categories";
import "./media.css";
import { promptName } from "./promptName";
import { PromptEditor } from "./PromptEditor";

function SoundCell({ prompt, language }: { prompt: Prompt; language: LanguageCode }) {
  const { t } = useTranslation("media");
  const recording = prompt.recordings[language];
  if (recording) {
    return (
      <StatusTag tone="accent" icon={<AudioFilled />}>
        {t("recordedShort")}
      </StatusTag>
    );
  }
  return <>{prompt.texts[language] ? t("spokenShort") : t("common:none")}</>;
}

/** What is said, unless the name says it already. */
function Words({ prompt }: { prompt: Prompt }) {
  const said = prompt.texts[currentLanguage()] || prompt.texts["zh-CN"] || prompt.texts.en;
  return said === promptName(prompt) ? null : <p className="lt-words">{said}</p>;
}

export default function PromptsPage() {
  const { t } = useTranslation("media");
  const { setSearch } = usePage<object, { open: string }>();
  const categoryName = useCategoryName();
  const [category, setCategory] = useState<string>();
  const all = useLookup<Prompt>("/prompts").items;
  const present = [...new Set(all.map((prompt) => prompt.category))];
  const columns: ColumnsType<Prompt> = [
    {
      title: t("name"),
      key: "name",
      sorter: (a, b) => promptName(a).localeCompare(promptName(b)),
      render: (_, prompt) => (
        <>
          <button type="button" className="lt-name" onClick={() => setSearch({ open: prompt.key })}>
            {promptName(prompt)}
          </button>
          <span className="lt-sub">{prompt.shipped ? t("shipped") : prompt.key}</span>
        </>
      ),
    },
    { title: t("category"), dataIndex: "category", render: categoryName, sorter: (a, b) => a.category.localeCompare(b.category) },
    { title: t("words"), key: "words", render: (_, prompt) => <Words prompt={prompt} /> },
    ...languages.map((language) => ({
      title: t(`common:language.${language}`),
      key: language,
      render: (_: unknown, prompt: Prompt) => <SoundCell prompt={prompt} language={language} />,
    })),
  ];
  return (
    <RecordsPage<Prompt>
      path="/prompts"
      title={t("title")}
      hint={t("hint")}
      createLabel={t("create")}
      writePermission="prompts.write"
      columns={columns}
      idOf={(prompt) => prompt.key}
      nameOf={promptName}
      textOf={(prompt) => [...Object.values(prompt.names), prompt.key, prompt.texts["zh-CN"], prompt.texts.en].join(" ")}
      editor={PromptEditor}
      isFixed={(prompt) => prompt.shipped}
      deleteHint={t("deleteHint")}
      filters={
        <Select
          className="lt-filter"
          allowClear
          value={category}
          onChange={setCategory}
          placeholder={t("allCategories")}
          aria-label={t("category")}
          options={present.map((one) => ({ value: one, label: categoryName(one) }))}
        />
      }
      keep={(prompt) => (category ? prompt.category === category : prompt.category !== UNITS)}
      empty={{ icon: <SoundOutlined />, title: t("empty"), hint: t("emptyHint") }}
    />
  );
}
