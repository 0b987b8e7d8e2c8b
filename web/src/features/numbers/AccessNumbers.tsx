/** Access numbers: each number runs a flow. */
import { CheckCircleFilled, NumberOutlined, StopFilled, WarningFilled } from "@ant-design/icons";
import type { ColumnsType } from "antd/es/table";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AccessNumber, BoundNumber } from "@/api/records";
import { usePage } from "@/app/page";
import { pick } from "@/i18n";
import { Section, SelectField, SwitchField, TextField } from "@/ui/records/fields";
import { RecordDrawer } from "@/ui/records/RecordDrawer";
import { RecordsPage, type EditorProps } from "@/ui/records/RecordsPage";
import { useLookup } from "@/ui/records/useLookup";
import { useRecordForm } from "@/ui/records/useRecordForm";
import { StatusTag } from "@/ui/StatusTag";

interface FlowName {
  id: string;
  name: { "zh-CN": string; en: string };
}

const flowName = (flow: FlowName) => pick({ zh: flow.name["zh-CN"] || flow.name.en, en: flow.name.en || flow.name["zh-CN"] });

interface Values {
  number: string;
  label: string;
  flow_id?: string | null;
  active?: boolean;
}

function AccessNumberEditor({ row, readOnly, onClose }: EditorProps<AccessNumber>) {
  const { t } = useTranslation("numbers");
  const flows = useLookup<FlowName>("/flows");
  const record = useRecordForm<Values>({
    path: "/access-numbers",
    id: row?.id,
    toBody: ({ number, label, flow_id, active }) => ({
      number: number.trim(),
      label: (label ?? "").trim(),
      flow_id: flow_id ?? null,
      ...(row ? { active } : {}),
    }),
    onDone: onClose,
  });
  return (
    <RecordDrawer title={row ? t("access.edit", { name: row.number }) : t("access.create")} record={record} initial={row ?? { number: "", label: "" }} readOnly={readOnly} onClose={onClose}>
      <Section>
        <TextField name="number" label={t("number")} required maxLength={32} hint={t("access.numberHint")} autoFocus={!row} />
        <TextField name="label" label={t("label")} maxLength={64} placeholder={t("labelPlaceholder")} />
        <SelectField name="flow_id" label={t("flow")} wide loading={flows.isLoading} options={flows.items.map((flow) => ({ value: flow.id, label: flowName(flow) }))} hint={t("flowHint")} />
        {row && <SwitchField name="active" label={t("records:on")} hint={t("access.activeHint")} wide />}
      </Section>
    </RecordDrawer>
  );
}

function FlowCell({ row, flows }: { row: AccessNumber; flows: FlowName[] }) {
  const { t } = useTranslation("numbers");
  const flow = flows.find((one) => one.id === row.flow_id);
  if (flow) return <>{flowName(flow)}</>;
  return (
    <StatusTag tone="warn" icon={<WarningFilled />}>
      {row.flow_id ? "…" : t("noFlow")}
    </StatusTag>
  );
}

export function AccessNumbers({ choice }: { choice: ReactNode }) {
  const { t } = useTranslation("numbers");
  const { setSearch } = usePage<object, { open: string }>();
  const flows = useLookup<FlowName>("/flows").items;
  const bound = useLookup<BoundNumber>("/bound-numbers").items;
  const boundTo = (row: AccessNumber) => bound.filter((one) => one.access_numbers.includes(row.id));
  const columns: ColumnsType<AccessNumber> = [
    {
      title: t("number"),
      dataIndex: "number",
      className: "lt-num",
      sorter: (a, b) => a.number.localeCompare(b.number),
      render: (number: string, row) => (
        <button type="button" className="lt-name" onClick={() => setSearch({ open: row.id })}>
          {number}
        </button>
      ),
    },
    { title: t("label"), dataIndex: "label" },
    { title: t("flow"), key: "flow", render: (_, row) => <FlowCell row={row} flows={flows} /> },
    { title: t("bound.title"), key: "bound", className: "lt-num", render: (_, row) => boundTo(row).map((one) => one.number).join(t("comma")) || t("common:none") },
    {
      title: t("state"),
      dataIndex: "active",
      render: (active: boolean) => (
        <StatusTag tone={active ? "good" : "quiet"} icon={active ? <CheckCircleFilled /> : <StopFilled />}>
          {active ? t("records:on") : t("records:off")}
        </StatusTag>
      ),
    },
  ];
  return (
    <RecordsPage<AccessNumber>
      path="/access-numbers"
      title={t("title")}
      hint={t("access.hint")}
      createLabel={t("access.create")}
      writePermission="numbers.write"
      columns={columns}
      nameOf={(row) => row.number}
      textOf={(row) => `${row.number} ${row.label}`}
      editor={AccessNumberEditor}
      dependentsOf={(row) => boundTo(row).map((one) => ({ kind: t("bound.title"), name: one.number }))}
      deleteHint={t("access.deleteHint")}
      above={choice}
      empty={{ icon: <NumberOutlined />, title: t("access.empty"), hint: t("access.emptyHint") }}
    />
  );
}
