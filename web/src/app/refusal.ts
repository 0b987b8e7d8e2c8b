/** Whoever opens an address that is not for him is taken to his own first page, and told so. */
import { App } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { create } from "zustand";

const useRefusal = create<{ title: string | undefined }>(() => ({ title: undefined }));

/** Notes the page that was refused, by the key of its title. */
export function refuse(title: string | undefined): void {
  useRefusal.setState({ title });
}

export function useRefusalNote(): void {
  const { t } = useTranslation("problem");
  const { message } = App.useApp();
  const title = useRefusal((refused) => refused.title);
  useEffect(() => {
    if (!title) return;
    void message.warning(t("may-not-open", { page: t(title) }));
    refuse(undefined);
  }, [title, message, t]);
}
