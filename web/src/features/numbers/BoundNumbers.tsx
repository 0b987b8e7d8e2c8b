/** 400 and 800 numbers: each is bound to one or several access numbers, in order. */
import { PhoneOutlined } from "@ant-design/icons";
import { Form, Radio } from "antd";
import type { ColumnsType } from "antd/es/table";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AccessNumber, BoundNumber } from "@/api/records";
import { usePage } from "@/app/page";
import { Section, SelectField, TextField } from "@/ui/records/fields";
import { RecordDrawer } from "@/ui/records/RecordDrawer";
import { RecordsPage, type EditorProps } from "@/ui/records/RecordsPage";
import { useLookup } from "@/ui/records/useLookup";
import { useRecordForm } from "@/ui/records/useRecordForm";

type Values = Omit<BoundNumber, "id">;

const fresh: Values = { number: "", kind: "400", label: "", access_numbers: [] };

function BoundNumberEditor({ row, readOnly, onClose }: EditorProps<BoundNumber>) {
  const { t } = useTranslation("numbers");
  const access = useLookup<AccessNumber>("/access-numbers").items;
  const record = useRecordForm<Values>({
    path: "/bound-numbers",
    id: row?.id,
    toBody: (values) => (row ? { label: values.label, access_numbers: values.access_numbers } : { ...values, number: values.number.trim() }),
    onDone: onClose,
  });
  const kind = Form.useWatch("kind", record.form) ?? row?.kind ?? fresh.kind;
  const options = access.map((one) => ({ value: one.id, label: one.label ? `${one.number} ${one.label}` : one.number }));
  return (
    <RecordDrawer title={row ? t("bound.edit", { name: row.number }) : t("bound.create")} record={record} initial={row ?? fresh} readOnly={readOnly} onClose={onClose}>
      <Section>
        <Form.Item name="kind" label={t("bound.kind")} extra={t(`bound.kindHint.${kind}`)}>
          <Radio.Group disabled={!!row || readOnly} optionType="button" options={(["400", "800"] as const).map((one) => ({ value: one, label: one }))} />
        </Form.Item>
        <TextField name="number" label={t("number")} required maxLength={16} disabled={!!row} placeholder={t("bound.placeholder", { kind })} autoFocus={!row} />
        <TextField name="label" label={t("label")} wide maxLength={64} placeholder={t("labelPlaceholder")} />
        <SelectField name="access_numbers" label={t("access.title")} required multiple wide options={options} hint={t("bound.targetsHint")} />
      </Section>
    </RecordDrawer>
  );
}

export function BoundNumbers({ choice }: { choice: ReactNode }) {
  const { t } = useTranslation("numbers");
  const { setSearch } = usePage<object, { open: string }>();
  const access = useLookup<AccessNumber>("/access-numbers").items;
  const targets = (row: BoundNumber) => row.access_numbers.map((id) => access.find((one) => one.id === id)?.number ?? "…").join(" → ");
  const columns: ColumnsType<BoundNumber> = [
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
    { title: t("bound.kind"), dataIndex: "kind", className: "lt-num", render: (kind: BoundNumber["kind"]) => t(`bound.kindHint.${kind}`) },
    { title: t("label"), dataIndex: "label" },
    { title: t("access.title"), key: "targets", className: "lt-num", render: (_, row) => targets(row) || t("common:none") },
  ];
  return (
    <RecordsPage<BoundNumber>
      path="/bound-numbers"
      title={t("title")}
      hint={t("bound.hint")}
      createLabel={t("bound.create")}
      writePermission="numbers.write"
      columns={columns}
      nameOf={(row) => row.number}
      textOf={(row) => `${row.number} ${row.label}`}
      editor={BoundNumberEditor}
      deleteHint={t("bound.deleteHint")}
      above={choice}
      empty={{ icon: <PhoneOutlined />, title: t("bound.empty"), hint: t("bound.emptyHint") }}
    />
  );
}
