/** The words for a problem: the server says it in the user's language; only its silence needs words of ours. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { App } from "antd";
import { ApiProblem } from "@/api/problem";

export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation("problem");
  return useCallback(
    (error: unknown) => {
      if (!(error instanceof ApiProblem)) return t("unknown", { slug: error instanceof Error ? error.name : "error" });
      if (error.detail) return error.detail;
      return error.status === 0 ? t("offline") : t("unknown", { slug: error.slug });
    },
    [t],
  );
}

/** Runs a command and tells its failure in a message; answers whether it worked. */
export function useCommand(): (work: () => Promise<unknown>) => Promise<boolean> {
  const { message } = App.useApp();
  const text = useProblemText();
  return useCallback(
    async (work) => {
      try {
        await work();
        return true;
      } catch (error) {
        void message.error(text(error));
        return false;
      }
    },
    [message, text],
  );
}
