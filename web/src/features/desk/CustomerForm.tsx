/** The customer's record on the desk: filled in with number and region for a new caller, editable for a known one.
 *  What was typed stays until it is saved or thrown away, also over the end of wrap-up. */
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Customer } from "@/api/types";
import type { Caller } from "@/rt/state";
import { dropDraft } from "@/ui/drafts";
import { SchemaForm, showFieldProblems, type Field } from "@/ui/SchemaForm";
import { StatusTag } from "@/ui/StatusTag";
import { regionText } from "@/ui/callerText";
import { useProblemText } from "@/ui/problemText";
import { useOnce } from "@/ui/useOnce";
import { draftName, draftOfCustomer, keepCustomer, useIsLeft, type Values } from "./customerDrafts";

function initialOf(caller: Caller, customer: Customer | undefined): Partial<Values> {
  if (customer) {
    const { name, company, level, notes } = customer;
    const numbers = customer.numbers.map(({ number }) => number);
    return { name, numbers, region: regionText(customer.numbers[0]) ?? regionText(caller), company, level: level || undefined, notes };
  }
  return { name: "", numbers: caller.anonymous ? [] : [caller.number ?? caller.shown], region: regionText(caller) };
}

/** What is sent: the region is read from the number by the server. */
function bodyOf({ name, numbers, company = "", level = "", notes = "" }: Values) {
  return { name, numbers, company, level, notes };
}

interface Props {
  callId: string;
  caller: Caller;
  customer?: Customer;
  onDone?: () => void;
}

export function CustomerForm({ callId, caller, customer, onDone }: Props) {
  const { t } = useTranslation("desk");
  const { message } = App.useApp();
  const text = useProblemText();
  const cache = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [initial] = useState(() => draftOfCustomer(callId, customer?.id)?.values ?? initialOf(caller, customer));
  const done = () => {
    dropDraft(draftName(callId));
    onDone?.();
  };
  const isLeft = useIsLeft(callId);
  const [save, busy] = useOnce(async (values: Values) => {
    try {
      if (customer) await api.patch(`/customers/${customer.id}`, bodyOf(values));
      else await api.post("/customers", { ...bodyOf(values), of_call: callId });
      dropDraft(draftName(callId));
      await cache.invalidateQueries({ queryKey: ["customers"] });
      void message.success(t("common:saved"));
      onDone?.();
    } catch (error) {
      if (!showFieldProblems(form, error)) void message.error(text(error));
    }
  });
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
      {isLeft && <Alert className="lt-customer-left" type="warning" showIcon title={t("customer.left")} />}
      <p className="lt-customer-head">
        <StatusTag tone={customer ? "info" : "good"}>{customer ? t("customer.known") : t("customer.fresh")}</StatusTag>
      </p>
      <SchemaForm<Values> form={form} fields={fields} initial={initial} onSubmit={save} onChange={(values) => keepCustomer(callId, { caller, customer: customer?.id, values })}>
        <div className="lt-form-foot">
          {(onDone || isLeft) && <Button onClick={done}>{t(isLeft ? "customer.discard" : "common:cancel")}</Button>}
          <Button type="primary" htmlType="submit" loading={busy}>
            {customer ? t("customer.save") : t("customer.create")}
          </Button>
        </div>
      </SchemaForm>
    </div>
  );
}
