/** A form that stays on the page: load, save, problems at their fields. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Form } from "antd";
import type { FormInstance } from "antd/es/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ApiProblem } from "@/api/problem";
import { dropDraft } from "@/ui/drafts";
import { placeFieldProblems } from "@/ui/records/problems";
import { useOnce } from "@/ui/useOnce";

export interface CardState<V extends object> {
  form: FormInstance<V>;
  /** Under which name what is typed is kept until it is saved. */
  draft: string;
  busy: boolean;
  problem: unknown;
  submit: (values: V) => void;
}

/** `part` tells forms apart that save at the same place. */
export function useCardForm<T, V extends object>(path: string, toBody: (values: V, now: T) => object, part = "") {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const [form] = Form.useForm<V>();
  const [problem, setProblem] = useState<unknown>();
  const draft = `card.${path}/${part}`;
  const queryKey = ["one", path];
  const loaded = useQuery({ queryKey, queryFn: ({ signal }) => api.get<T>(path, undefined, signal) });
  const [submit, busy] = useOnce(async (values: V) => {
    if (!loaded.data) return;
    setProblem(undefined);
    try {
      cache.setQueryData(queryKey, await api.patch<T>(path, toBody(values, loaded.data)));
      dropDraft(draft);
      await cache.invalidateQueries({ queryKey: ["me"] });
      void message.success(t("saved"));
    } catch (error) {
      const homeless = placeFieldProblems(form, error);
      if (homeless.length || !(error instanceof ApiProblem) || !error.fields.length) setProblem(error);
    }
  });
  const card: CardState<V> = { form, draft, busy, problem, submit };
  return { loaded, card };
}
