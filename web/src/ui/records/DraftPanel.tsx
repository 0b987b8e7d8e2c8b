/** A panel in which something is typed: it asks before that is thrown away, keeps it when Back closes it, and says when it is back. */
import { App, Button } from "antd";
import { useEffect, useEffectEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { draftOf } from "@/ui/drafts";
import { Panel } from "@/ui/panel/Panel";
import { useLeaveWarning } from "@/ui/useLeaveWarning";
import { Restored } from "./Restored";
import "./records.css";

interface Props {
  title: string;
  size?: number;
  /** Under which name what is typed is kept. */
  name: string;
  draft: { isDirty: boolean; isRestored: boolean; discard: () => void };
  busy: boolean;
  onSave: () => void;
  onClose: () => void;
  /** The person may look but not change. */
  readOnly?: boolean;
  /** Further commands at the left of the foot. */
  footer?: ReactNode;
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
      focusable: { autoFocusButton: "cancel" },
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

export function DraftPanel({ title, size, name, draft, busy, onSave, onClose, readOnly = false, footer, children }: Props) {
  const { t } = useTranslation("records");
  const close = useCloseGuard(draft.isDirty, draft.discard, onClose);
  useLeaveWarning(draft.isDirty);
  useKeptNote(name);
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
            <Button type="primary" loading={busy} onClick={onSave}>
              {t("common:save")}
            </Button>
          )}
        </>
      }
    >
      {draft.isRestored && <Restored onDiscard={draft.discard} />}
      {children}
    </Panel>
  );
}
