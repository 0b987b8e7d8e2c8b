/** Busy reasons: what agents choose when they set themselves busy. */
import { CheckCircleFilled, CoffeeOutlined, StopFilled } from "@ant-design/icons";
import type { ColumnsType } from "antd/es/table";
import { useTranslation } from "react-i18next";
import type { BusyReason } from "@/api/records";
import { usePage } from "@/app/page";
import { pick } from "@/i18n";
import { Section, SwitchField, TextField } from "@/ui/records/fields";
import { RecordDrawer } from "@/ui/records/RecordDrawer";
import { RecordsPage, type EditorProps } from "@/ui/records/RecordsPage";
import { useRecordForm } from "@/ui/records/useRecordForm";
import { StatusTag } from "@/ui/StatusTag";
import { codeOf } from "./code";

type Values = Pick<BusyReason, "zh" | "en" | "enabled" | "planned">;

const fresh: Values = { zh: "", en: "", enabled: true, planned: false };

function BusyReasonEditor({ row, rows, readOnly, onClose }: EditorProps<BusyReason>) {
  const { t } = useTranslation("busy-reasons");
  const record = useRecordForm<Values>({
    path: "/busy-reasons",
    id: row?.code ?? ((values) => codeOf(values.en, rows.map((one) => one.code))),
    change: "put",
    toBody: ({ zh, en, enabled, planned }) => ({ zh: zh.trim(), en: en.trim(), enabled, planned }),
    onDone: onClose,
  });
  return (
    <RecordDrawer title={row ? t("edit", { name: pick(row) }) : t("create")} record={record} initial={row ?? fresh} readOnly={readOnly || !!row?.system} onClose={onClose}>
      <Section>
        <TextField name="zh" label={t("zh")} required maxLength={40} placeholder={t("zhPlaceholder")} autoFocus={!row} />
        <TextField name="en" label={t("en")} required maxLength={40} placeholder={t("enPlaceholder")} />
        <SwitchField name="enabled" label={t("records:on")} hint={t("enabledHint")} />
        <SwitchField name="planned" label={t("planned")} hint={t("plannedHint")} />
      </Section>
    </RecordDrawer>
  );
}

export default function BusyReasonsPage() {
  const { t } = useTranslation("busy-reasons");
  const { setSearch } = usePage<object, { open: string }>();
  const columns: ColumnsType<BusyReason> = [
    {
      title: t("zh"),
      dataIndex: "zh",
      render: (name: string, reason) => (
        <button type="button" className="lt-name" lang="zh-CN" onClick={() => setSearch({ open: reason.code })}>
          {name}
        </button>
      ),
    },
    { title: t("en"), dataIndex: "en", render: (name: string) => <span lang="en">{name}</span> },
    { title: t("kind"), key: "kind", render: (_, reason) => (reason.system ? t("system") : reason.planned ? t("planned") : t("unplanned")) },
    {
      title: t("state"),
      dataIndex: "enabled",
      render: (enabled: boolean) => (
        <StatusTag tone={enabled ? "good" : "quiet"} icon={enabled ? <CheckCircleFilled /> : <StopFilled />}>
          {enabled ? t("records:on") : t("records:off")}
        </StatusTag>
      ),
    },
  ];
  return (
    <RecordsPage<BusyReason>
      path="/busy-reasons"
      title={t("title")}
      hint={t("hint")}
      createLabel={t("create")}
      writePermission="busy_reasons.write"
      columns={columns}
      idOf={(reason) => reason.code}
      nameOf={pick}
      textOf={(reason) => `${reason.zh} ${reason.en}`}
      editor={BusyReasonEditor}
      isFixed={(reason) => reason.system}
      deleteHint={t("deleteHint")}
      empty={{ icon: <CoffeeOutlined />, title: t("empty"), hint: t("emptyHint") }}
    />
  );
}
