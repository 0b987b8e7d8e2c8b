/** The right pane: a new caller gets an empty form, a known one his record and the history of contacts. */
import { ContactsOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Segmented, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Caller } from "@/rt/state";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNote } from "@/ui/ProblemNote";
import { ContactHistory } from "./ContactHistory";
import { CustomerForm } from "./CustomerForm";
import { CustomerRecord } from "./CustomerRecord";
import { useBegun } from "./customerDrafts";
import { customersOf } from "./customerQueries";

interface Contact {
  callId: string;
  caller: Caller;
}

function Content({ callId, caller }: Contact) {
  const { t } = useTranslation("desk");
  const found = useQuery(customersOf(caller));
  const [chosen, setChosen] = useState<string>();
  const begun = useBegun(callId, found.data);
  if (found.isLoading) return <Skeleton active className="lt-block" />;
  if (found.isLoadingError) return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  const customers = found.data ?? [];
  const customer = customers.find(({ id }) => id === (chosen ?? begun?.customer)) ?? customers[0];
  if (!customer || (begun && !begun.customer)) return <CustomerForm callId={callId} caller={caller} />;
  return (
    <>
      {customers.length > 1 && (
        <div className="lt-block">
          <Segmented block aria-label={t("customer.several")} value={customer.id} onChange={setChosen} options={customers.map(({ id, name }) => ({ value: id, label: name }))} />
        </div>
      )}
      <CustomerRecord key={customer.id} callId={callId} caller={caller} customer={customer} />
      <ContactHistory customerId={customer.id} />
    </>
  );
}

export function CustomerPane({ contact }: { contact: Contact | undefined }) {
  const { t } = useTranslation("desk");
  return (
    <section className="lt-pane" aria-label={t("customer.title")}>
      <div className="lt-pane-head">
        <h2>{t("customer.title")}</h2>
      </div>
      {contact ? <Content {...contact} /> : <EmptyState icon={<ContactsOutlined />} title={t("customer.none")} hint={t("customer.noneHint")} />}
    </section>
  );
}
