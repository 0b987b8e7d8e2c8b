/** The panel in which a record is made or changed: it covers the list, never the telephone bar. */
import { Alert, Form } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui/ProblemNote";
import { DraftPanel } from "./DraftPanel";
import { useRecordDraft } from "./useRecordDraft";
import type { RecordForm } from "./useRecordForm";
import "./records.css";

interface Props<V extends object> {
  title: string;
  record: RecordForm<V>;
  initial: Partial<V>;
  onClose: () => void;
  size?: number;
  /** The person may look but not change. */
  readOnly?: boolean;
  /** Further commands at the left of the foot. */
  footer?: ReactNode;
  onChange?: (changed: Partial<V>, values: V) => void;
  children: ReactNode;
}

export function RecordDrawer<V extends object>(props: Props<V>) {
  const { title, record, initial, onClose, size, readOnly = false, footer, onChange, children } = props;
  const { t } = useTranslation("records");
  const draft = useRecordDraft(record, initial, readOnly);
  return (
    <DraftPanel title={title} size={size} name={record.draft} draft={draft} busy={record.busy} onSave={() => record.form.submit()} onClose={onClose} readOnly={readOnly} footer={footer}>
      {readOnly && <Alert className="lt-drawer-note" type="info" showIcon title={t("readOnly")} />}
      {!!record.problem && (
        <div className="lt-drawer-note">
          <ProblemNote error={record.problem} />
          <ul>
            {record.homeless.map((one) => (
              <li key={one.field}>{one.message}</li>
            ))}
          </ul>
        </div>
      )}
      <Form<V>
        form={record.form}
        layout="vertical"
        disabled={readOnly}
        initialValues={draft.first}
        scrollToFirstError={{ block: "center", focus: true }}
        validateTrigger={["onBlur", "onSubmit"]}
        onFinish={record.submit}
        onValuesChange={(changed, values) => {
          onChange?.(changed as Partial<V>, values);
          draft.keep();
        }}
      >
        {children}
        <button type="submit" className="lt-hidden" tabIndex={-1} aria-hidden="true" />
      </Form>
    </DraftPanel>
  );
}
