/** The card of one customer: who he is, his numbers, and every earlier contact. */
import { EditOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Spin } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { ContactRecord, CustomerRecord } from "@/api/records";
import { usePage, useTabTitle } from "@/app/page";
import { OutcomeTag } from "@/features/calls/OutcomeTag";
import type { Outcome } from "@/features/calls/types";
import { CallBack } from "@/ui/CallBack";
import { DataTable } from "@/ui/DataTable";
import { clockText } from "@/ui/Elapsed";
import { EmptyState } from "@/ui/EmptyState";
import { PageShell } from "@/ui/PageShell";
import { WithPanel } from "@/ui/panel/WithPanel";
import { ProblemNote } from "@/ui/ProblemNote";
import { usePermission } from "@/ui/records/usePermission";
import { MINUTE, useInstant } from "@/ui/time";
import { regionText } from "@/ui/callerText";
import "@/ui/records/records.css";
import { CustomerEditor } from "./CustomerEditor";
import "./customers.css";
import { LevelTag } from "./LevelTag";

function Facts({ customer }: { customer: CustomerRecord }) {
  const { t } = useTranslation("customers");
  const instant = useInstant();
  const facts: [string, string][] = [
    [t("company"), customer.company],
    [t("email"), customer.email],
    [t("address"), customer.address],
    [t("notes"), customer.notes],
    [t("created"), instant(customer.created_at, MINUTE)],
    [t("updated"), instant(customer.updated_at, MINUTE)],
  ];
  return (
    <section className="lt-card lt-customer-card" aria-label={t("one")}>
      <dl className="lt-customer-facts">
        <dt>{t("level")}</dt>
        <dd>{customer.level ? <LevelTag level={customer.level} /> : t("common:none")}</dd>
        <dt>{t("numbers")}</dt>
        <dd>
          <ul>
            {customer.numbers.map((number, place) => (
              <li key={place} className="lt-num">
                {number.shown} <span className="lt-sub-inline">{regionText(number)}</span> <CallBack whom={{ customer: customer.id, place }} shown={number.shown} />
              </li>
            ))}
          </ul>
          {customer.numbers.length === 0 && t("common:none")}
        </dd>
        {facts.map(([name, value]) => (
          <div key={name} className="lt-customer-fact">
            <dt>{name}</dt>
            <dd>{value || t("common:none")}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function useContactColumns(): ColumnsType<ContactRecord> {
  const { t } = useTranslation("customers");
  const instant = useInstant();
  const mayCalls = usePermission();
  const linked = mayCalls("calls.read") || mayCalls("calls.read_own");
  return [
    {
      title: t("contact.at"),
      dataIndex: "at",
      className: "lt-num",
      render: (at: string, contact) => {
        const text = instant(at, MINUTE);
        return contact.kind === "call" && linked ? <Link to={`/calls/${contact.id}` as string}>{text}</Link> : text;
      },
    },
    { title: t("contact.kind"), key: "kind", render: (_, contact) => t(contact.direction ? `contact.directions.${contact.direction}` : `contact.kinds.${contact.kind}`) },
    {
      title: t("contact.outcome"),
      dataIndex: "outcome",
      render: (outcome: Outcome | null) => outcome && <OutcomeTag outcome={outcome} />,
    },
    { title: t("contact.agents"), dataIndex: "agents", render: (agents: string[]) => agents.join(t("comma")) },
    { title: t("contact.length"), dataIndex: "seconds", align: "right", className: "lt-num", responsive: ["xl"], render: (seconds: number | null) => (seconds === null ? "" : clockText(seconds)) },
    { title: t("contact.summary"), dataIndex: "summary", render: (summary: string | null) => <p className="lt-customer-notes">{summary}</p> },
  ];
}

export default function CustomerPage() {
  const { t } = useTranslation("customers");
  const { params, search, setSearch } = usePage<{ customerId: string }, { open: string }>();
  const path = `/customers/${params.customerId}`;
  const loaded = useQuery({ queryKey: ["one", path], queryFn: ({ signal }) => api.get<CustomerRecord>(path, undefined, signal) });
  const may = usePermission();
  const mayWrite = may("customers.write");
  const customer = loaded.data;
  const columns = useContactColumns();
  const isOpen = search.open === "edit" && mayWrite;
  useTabTitle(customer?.name);
  if (loaded.isLoadingError) return <PageShell title={t("one")}><ProblemNote error={loaded.error} onRetry={() => void loaded.refetch()} /></PageShell>;
  if (!customer) return <Spin className="lt-page-spin" size="large" />;
  return (
    <WithPanel panel={isOpen && <CustomerEditor customer={customer} onClose={() => setSearch({ open: undefined })} />}>
      <PageShell
        title={customer.name}
        hint={customer.company}
        actions={
          <>
            {may("privacy.act") && (
              <Link className="lt-customer-privacy" to="/privacy" search={{ customer: customer.id } as never}>
                {t("privacy:title")}
              </Link>
            )}
            {mayWrite && (
              <Button icon={<EditOutlined />} onClick={() => setSearch({ open: "edit" })}>
                {t("common:edit")}
              </Button>
            )}
          </>
        }
      >
        <div className="lt-customer">
          <Facts customer={customer} />
          <section aria-labelledby="customer-history">
            <h2 id="customer-history" className="lt-customer-heading">
              {t("history")}
            </h2>
            <DataTable<ContactRecord> path={`${path}/history`} columns={columns} label={t("history")} empty={<EmptyState title={t("noHistory")} hint={t("noHistoryHint")} />} />
          </section>
        </div>
      </PageShell>
    </WithPanel>
  );
}
