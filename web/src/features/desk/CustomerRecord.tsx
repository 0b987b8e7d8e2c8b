/** A known customer's record: read at a glance, edited on request. */
import { EditOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import type { Caller } from "@/rt/state";
import { regionText } from "@/ui/callerText";
import { StatusTag } from "@/ui/StatusTag";
import { draftOfCustomer } from "./customerDrafts";
import { CustomerForm } from "./CustomerForm";

export function CustomerRecord({ callId, caller, customer }: { callId: string; caller: Caller; customer: Customer }) {
  const { t } = useTranslation("desk");
  const [editing, setEditing] = useState(() => draftOfCustomer(callId, customer.id) !== undefined);
  if (editing) return <CustomerForm callId={callId} caller={caller} customer={customer} onDone={() => setEditing(false)} />;
  const level = customer.level && t(`customer.levels.${customer.level}`, { defaultValue: customer.level });
  const lines: [string, string | null | undefined][] = [
    [t("customer.numbers"), customer.numbers.map(({ shown }) => shown).join(" / ")],
    [t("customer.region"), regionText(customer.numbers[0]) ?? regionText(caller)],
    [t("customer.company"), customer.company],
    [t("customer.notes"), customer.notes],
  ];
  return (
    <div className="lt-block">
      <div className="lt-record-head">
        <strong>{customer.name}</strong>
        {level && <StatusTag tone="violet">{level}</StatusTag>}
        <Button size="small" icon={<EditOutlined />} onClick={() => setEditing(true)}>
          {t("common:edit")}
        </Button>
      </div>
      <dl className="lt-record">
        {lines
          .filter(([, value]) => value)
          .flatMap(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}-value`} className="lt-num">{value}</dd>])}
      </dl>
    </div>
  );
}
