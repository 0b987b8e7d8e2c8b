/** The name of a flow: a new one, a copy, or another name. */
import { useTranslation } from "react-i18next";
import { usePage } from "@/app/page";
import { currentLanguage } from "@/i18n";
import { Section, TextField } from "@/ui/records/fields";
import { RecordDrawer } from "@/ui/records/RecordDrawer";
import type { EditorProps } from "@/ui/records/RecordsPage";
import { useRecordForm } from "@/ui/records/useRecordForm";
import { words } from "./document";
import type { FlowHead, Text } from "./types";

interface Values {
  name: Text;
}

export function FlowEditor({ row, rows, readOnly }: EditorProps<FlowHead>) {
  const { t } = useTranslation("flows");
  const { search, setSearch, leaveFor } = usePage<object, { open: string; copy: string }>();
  const source = row ? undefined : rows.find((flow) => flow.id === search.copy);
  const close = () => setSearch({ open: undefined, copy: undefined });
  const record = useRecordForm<Values, FlowHead>({
    path: "/flows",
    id: row?.id,
    toBody: ({ name }) => {
      const both = { "zh-CN": (name["zh-CN"] ?? "").trim(), en: (name.en ?? "").trim() };
      return row ? { name: both } : { name: both, copy_of: source?.id ?? null };
    },
    onDone: (saved) => (row ? close() : leaveFor(`/flows/${saved.id}`)),
  });
  const initial: Values = row ?? {
    name: source ? { "zh-CN": t("copyName", { name: source.name["zh-CN"], lng: "zh-CN" }), en: t("copyName", { name: source.name.en, lng: "en" }) } : { "zh-CN": "", en: "" },
  };
  const title = row ? t("rename", { name: words(row.name, currentLanguage()) }) : source ? t("copyOf", { name: words(source.name, currentLanguage()) }) : t("create");
  return (
    <RecordDrawer title={title} record={record} initial={initial} readOnly={readOnly} onClose={close}>
      <Section hint={row ? undefined : t("createHint")}>
        <TextField name={["name", "zh-CN"]} label={t("nameIn.zh-CN")} required wide maxLength={60} placeholder={t("namePlaceholder.zh-CN")} autoFocus />
        <TextField name={["name", "en"]} label={t("nameIn.en")} wide maxLength={60} placeholder={t("namePlaceholder.en")} />
      </Section>
    </RecordDrawer>
  );
}
