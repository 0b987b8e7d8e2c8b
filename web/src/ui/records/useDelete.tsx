/** Asks before a record is deleted, and names what uses it. */
import { App } from "antd";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useProblemText } from "@/ui/problemText";
import { useRefreshLists } from "./useAll";

export interface Dependent {
  /** What kind of thing it is, in the user's language. */
  kind: string;
  name: string;
}

interface Request {
  path: string;
  name: string;
  dependents?: Dependent[];
  hint?: string;
  onDone?: () => void;
}

export function useDelete(): (request: Request) => void {
  const { t } = useTranslation("records");
  const { modal, message } = App.useApp();
  const text = useProblemText();
  const refresh = useRefreshLists();
  return useCallback(
    ({ path, name, dependents = [], hint, onDone }) => {
      const content = (
        <>
          <p>{hint ?? t("deleteHint")}</p>
          {dependents.length > 0 && (
            <>
              <p className="lt-delete-used">{t("usedBy", { count: dependents.length })}</p>
              <ul className="lt-delete-list">
                {dependents.map((one) => (
                  <li key={`${one.kind} ${one.name}`}>
                    {one.kind} · {one.name}
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      );
      modal.confirm({
        title: t("common:deleteConfirm", { name }),
        content,
        okText: t("common:delete"),
        okButtonProps: { danger: true },
        onOk: async () => {
          try {
            await api.delete(path);
            void message.success(t("deleted", { name }));
            await refresh();
            onDone?.();
          } catch (error) {
            void message.error(text(error));
          }
        },
      });
    },
    [t, modal, message, text, refresh],
  );
}
