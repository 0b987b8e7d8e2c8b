/** A form that stays on the page: load, save, problems at their fields. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Form } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ApiProblem } from "@/api/problem";
import { placeFieldProblems } from "@/ui/records/problems";

export function useCardForm<T, V extends object>(path: string, toBody: (values: V, now: T) => object) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const [form] = Form.useForm<V>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const queryKey = ["one", path];
  const loaded = useQuery({ queryKey, queryFn: ({ signal }) => api.get<T>(path, undefined, signal) });
  const save = async (values: V) => {
    if (!loaded.data) return;
    setBusy(true);
    setProblem(undefined);
    try {
      cache.setQueryData(queryKey, await api.patch<T>(path, toBody(values, loaded.data)));
      await cache.invalidateQueries({ queryKey: ["me"] });
      void message.success(t("saved"));
    } catch (error) {
      const homeless = placeFieldProblems(form, error);
      if (homeless.length || !(error instanceof ApiProblem) || !error.fields.length) setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return { form, loaded, busy, problem, submit: (values: V) => void save(values) };
}
