/** One customer: name, numbers, company, level, notes. */
import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import type { CustomerRecord } from "@/api/records";
import { Section, SelectField, TextField } from "@/ui/records/fields";
import { RecordDrawer } from "@/ui/records/RecordDrawer";
import { useRecordForm } from "@/ui/records/useRecordForm";
import { bodyOf, fresh, levels, valuesOf, type Values } from "./form";

interface Props {
  customer?: CustomerRecord;
  onClose: () => void;
  /** Instead of closing the panel. */
  onSaved?: (customer: CustomerRecord) => void;
}

const MOST_NUMBERS = 20;

function NumbersField() {
  const { t } = useTranslation("customers");
  return (
    <Form.Item label={t("numbers")} className="lt-wide">
      <Form.List name="numbers">
        {(lines, { add, remove }, { errors }) => (
          <>
            {lines.map((line) => (
              <div key={line.key} className="lt-customer-number">
                <Form.Item name={line.name} noStyle>
                  <Input inputMode="tel" maxLength={64} autoComplete="off" aria-label={t("numberAt", { index: line.name + 1 })} />
                </Form.Item>
                <Button type="text" danger icon={<CloseOutlined />} aria-label={t("numberRemove", { index: line.name + 1 })} onClick={() => remove(line.name)} />
              </div>
            ))}
            <Form.ErrorList errors={errors} />
            <Button size="small" icon={<PlusOutlined />} disabled={lines.length >= MOST_NUMBERS} onClick={() => add("")}>
              {t("numberAdd")}
            </Button>
          </>
        )}
      </Form.List>
    </Form.Item>
  );
}

export function CustomerEditor({ customer, onClose, onSaved }: Props) {
  const { t } = useTranslation("customers");
  const record = useRecordForm<Values, CustomerRecord>({
    path: "/customers",
    id: customer?.id,
    toBody: bodyOf,
    onDone: (saved) => (onSaved ? onSaved(saved) : onClose()),
  });
  const own = customer?.level && !levels.some((level) => level === customer.level) ? [{ value: customer.level, label: customer.level }] : [];
  return (
    <RecordDrawer title={customer ? t("edit", { name: customer.name }) : t("create")} record={record} initial={customer ? valuesOf(customer) : fresh} onClose={onClose}>
      <Section>
        <TextField name="name" label={t("name")} required autoFocus={!customer} />
        <SelectField name="level" label={t("level")} options={[...levels.map((level) => ({ value: level as string, label: t(`levels.${level}`) })), ...own]} />
        <NumbersField />
        <TextField name="company" label={t("company")} />
        <TextField name="email" label={t("email")} rules={[{ type: "email", message: t("emailWrong") }]} />
        <TextField name="address" label={t("address")} wide maxLength={300} />
        <TextField name="notes" label={t("notes")} wide area maxLength={4000} />
      </Section>
    </RecordDrawer>
  );
}
