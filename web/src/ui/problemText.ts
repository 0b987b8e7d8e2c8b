/** The words for a problem: ours when we know the slug, else the server's own detail. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { App } from "antd";
import dayjs from "dayjs";
import { ApiProblem } from "@/api/problem";

export function useProblemText(): (error: unknown) => string {
  const { t, i18n } = useTranslation("problem");
  return useCallback(
    (error: unknown) => {
      if (!(error instanceof ApiProblem)) return t("unknown", { slug: error instanceof Error ? error.name : "error" });
      const params = { ...error.params };
      if (typeof params.until === "string") params.until = dayjs(params.until).format("HH:mm:ss");
      if (i18n.exists(error.slug, { ns: "problem" })) return t(error.slug, params);
      return error.detail ?? t("unknown", { slug: error.slug });
    },
    [t, i18n],
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
