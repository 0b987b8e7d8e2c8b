/** The customer's record on the desk: filled in with number and region for a new caller, editable for a known one. */
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Form } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Customer } from "@/api/types";
import type { Caller } from "@/rt/state";
import { useRealtime } from "@/rt/store";
import { SchemaForm, showFieldProblems, type Field } from "@/ui/SchemaForm";
import { StatusTag } from "@/ui/StatusTag";
import { useProblemText } from "@/ui/problemText";

interface Values {
  name: string;
  numbers: string[];
  region?: string;
  company?: string;
  level?: string;
  notes?: string;
}

function initialOf(caller: Caller, customer: Customer | undefined): Partial<Values> {
  if (customer) {
    const { name, company, level, notes } = customer;
    const numbers = customer.numbers.map(({ number }) => number);
    return { name, numbers, region: customer.numbers[0]?.region ?? caller.region, company, level: level || undefined, notes };
  }
  return { name: "", numbers: caller.anonymous ? [] : [caller.number ?? caller.shown], region: caller.region };
}

/** What is sent: the region is read from the number by the server. */
function bodyOf({ name, numbers, company = "", level = "", notes = "" }: Values) {
  return { name, numbers, company, level, notes };
}

interface Props {
  caller: Caller;
  customer?: Customer;
  onDone?: () => void;
}

export function CustomerForm({ caller, customer, onDone }: Props) {
  const { t } = useTranslation("desk");
  const { message } = App.useApp();
  const text = useProblemText();
  const cache = useQueryClient();
  const [form] = Form.useForm<Values>();
  const call = useRealtime(({ state }) => state?.call?.call_id ?? state?.offer?.call_id ?? state?.wrap_up?.call_id);
  const [busy, setBusy] = useState(false);
  const save = async (values: Values) => {
    setBusy(true);
    try {
      if (customer) await api.patch(`/customers/${customer.id}`, bodyOf(values));
      else await api.post("/customers", { ...bodyOf(values), of_call: call });
      await cache.invalidateQueries({ queryKey: ["customers"] });
      void message.success(t("common:saved"));
      onDone?.();
    } catch (error) {
      if (!showFieldProblems(form, error)) void message.error(text(error));
    } finally {
      setBusy(false);
    }
  };
  const fields: Field[] = [
    { name: "name", label: t("customer.name"), required: true },
    { name: "numbers", label: t("customer.numbers"), kind: "tags" },
    { name: "region", label: t("customer.region"), disabled: true },
    { name: "company", label: t("customer.company") },
    { name: "level", label: t("customer.level"), kind: "select", options: (["normal", "important", "vip"] as const).map((level) => ({ value: level, label: t(`customer.levels.${level}`) })) },
    { name: "notes", label: t("customer.notes"), kind: "area" },
  ];
  return (
    <div className="lt-block">
      <p className="lt-customer-head">
        <StatusTag tone={customer ? "info" : "good"}>{customer ? t("customer.known") : t("customer.fresh")}</StatusTag>
      </p>
      <SchemaForm<Values> form={form} fields={fields} initial={initialOf(caller, customer)} onSubmit={(values) => void save(values)}>
        <div className="lt-form-foot">
          {onDone && <Button onClick={onDone}>{t("common:cancel")}</Button>}
          <Button type="primary" htmlType="submit" loading={busy}>
            {customer ? t("customer.save") : t("customer.create")}
          </Button>
        </div>
      </SchemaForm>
    </div>
  );
}
