/** Saving one record from a form: create or change, problems at their fields, nothing lost on failure. */
import { App, Form } from "antd";
import type { FormInstance } from "antd/es/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ApiProblem, type FieldProblem } from "@/api/problem";
import { dropDraft } from "@/ui/drafts";
import { useOnce } from "@/ui/useOnce";
import { placeFieldProblems } from "./problems";
import { useRefreshLists } from "./useAll";

interface Options<V, T> {
  /** Path of the list, for example "/queues". */
  path: string;
  /** Absent for a new record; a function where whoever makes a record chooses its place. */
  id?: string | ((values: V) => string);
  /** How an existing record is changed; some resources are written as a whole. */
  change?: "patch" | "put";
  toBody: (values: V) => unknown;
  onDone: (saved: T) => void;
  /** Further commands that belong to the same save, for example the roles of a user. */
  afterwards?: (saved: T, values: V) => Promise<void>;
}

export interface RecordForm<V extends object> {
  form: FormInstance<V>;
  /** Under which name what is typed is kept until it is saved. */
  draft: string;
  busy: boolean;
  problem: unknown;
  homeless: FieldProblem[];
  submit: (values: V) => void;
}

export function useRecordForm<V extends object, T = unknown>(
  options: Options<V, T>,
): RecordForm<V> {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<V>();
  const [problem, setProblem] = useState<unknown>();
  const [homeless, setHomeless] = useState<FieldProblem[]>([]);
  const refresh = useRefreshLists();
  const draft = `record.${options.path}/${typeof options.id === "string" ? options.id : "new"}`;

  const [submit, busy] = useOnce(async (values: V) => {
    setProblem(undefined);
    setHomeless([]);
    try {
      const { path, id, change = "patch", toBody, afterwards, onDone } = options;
      const body = toBody(values);
      const place = typeof id === "function" ? id(values) : id;
      const saved = place ? await api[change]<T>(`${path}/${encodeURIComponent(place)}`, body) : await api.post<T>(path, body);
      await afterwards?.(saved, values);
      dropDraft(draft);
      void message.success(t("saved"));
      await refresh();
      onDone(saved);
    } catch (error) {
      const rest = placeFieldProblems(form, error);
      setHomeless(rest);
      const told = error instanceof ApiProblem && error.fields.length > 0 && rest.length === 0;
      setProblem(told ? undefined : error);
    }
  });
  return { form, draft, busy, problem, homeless, submit };
}
