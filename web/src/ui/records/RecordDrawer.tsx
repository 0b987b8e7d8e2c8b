/** The panel in which a record is made or changed: it covers the list, never the telephone bar. */
import { Alert, App, Button, Form } from "antd";
import { useEffect, useEffectEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { draftOf } from "@/ui/drafts";
import { Panel } from "@/ui/panel/Panel";
import { ProblemNote } from "@/ui/ProblemNote";
import { useLeaveWarning } from "@/ui/useLeaveWarning";
import { useRecordDraft } from "./useRecordDraft";
import { Restored } from "./Restored";
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

/** Asks before what was typed is thrown away. */
function useCloseGuard(isDirty: boolean, discard: () => void, onClose: () => void): () => void {
  const { t } = useTranslation("records");
  const { modal } = App.useApp();
  return () => {
    if (!isDirty) return onClose();
    modal.confirm({
      title: t("unsaved"),
      content: t("unsavedHint"),
      okText: t("discard"),
      cancelText: t("goOn"),
      okButtonProps: { danger: true },
      onOk: () => {
        discard();
        onClose();
      },
    });
  };
}

/** The Back button asks nothing: it is told that what was typed is kept. */
function useKeptNote(draft: string): void {
  const { t } = useTranslation("records");
  const { message } = App.useApp();
  const tell = useEffectEvent(() => void message.info(t("kept")));
  useEffect(() => {
    const { pathname } = window.location;
    return () => {
      if (draftOf(draft) && window.location.pathname === pathname) queueMicrotask(tell);
    };
  }, [draft]);
}

export function RecordDrawer<V extends object>(props: Props<V>) {
  const { title, record, initial, onClose, size, readOnly = false, footer, onChange, children } = props;
  const { t } = useTranslation("records");
  const draft = useRecordDraft(record, initial, readOnly);
  const close = useCloseGuard(draft.isDirty, draft.discard, onClose);
  useLeaveWarning(draft.isDirty);
  useKeptNote(record.draft);
  return (
    <Panel
      title={title}
      size={size}
      onClose={close}
      footer={footer}
      commands={
        <>
          <Button onClick={close}>{readOnly ? t("common:close") : t("common:cancel")}</Button>
          {!readOnly && (
            <Button type="primary" loading={record.busy} onClick={() => record.form.submit()}>
              {t("common:save")}
            </Button>
          )}
        </>
      }
    >
      {readOnly && <Alert className="lt-drawer-note" type="info" showIcon title={t("readOnly")} />}
      {draft.isRestored && <Restored onDiscard={draft.discard} />}
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
    </Panel>
  );
}
