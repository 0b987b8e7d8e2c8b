/** Customers: search by name, company or number, open a card, make a new one. */
import { ContactsOutlined, PlusOutlined, SearchOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useTranslation } from "react-i18next";
import type { CustomerRecord } from "@/api/records";
import { usePage } from "@/app/page";
import { DataTable } from "@/ui/DataTable";
import { EmptyState } from "@/ui/EmptyState";
import { PageShell } from "@/ui/PageShell";
import { WithPanel } from "@/ui/panel/WithPanel";
import { usePermission } from "@/ui/records/usePermission";
import { MINUTE, useInstant } from "@/ui/time";
import { regionText } from "@/ui/callerText";
import "@/ui/records/records.css";
import { CustomerEditor } from "./CustomerEditor";
import "./customers.css";
import { searchQuery } from "./form";
import { LevelTag } from "./LevelTag";

interface Search {
  q: string;
  open: string;
}

function useColumns(): ColumnsType<CustomerRecord> {
  const { t } = useTranslation("customers");
  const instant = useInstant();
  return [
    {
      title: t("name"),
      dataIndex: "name",
      render: (name: string, customer) => (
        <Link to={`/customers/${customer.id}` as string} className="lt-name">
          {name}
        </Link>
      ),
    },
    { title: t("level"), dataIndex: "level", render: (level: string) => <LevelTag level={level} /> },
    {
      title: t("numbers"),
      dataIndex: "numbers",
      className: "lt-num",
      render: (numbers: CustomerRecord["numbers"]) => (
        <>
          {numbers[0]?.shown ?? t("common:none")}
          <span className="lt-sub">{[regionText(numbers[0]), numbers.length > 1 ? t("more", { count: numbers.length - 1 }) : ""].filter(Boolean).join(" · ")}</span>
        </>
      ),
    },
    { title: t("company"), dataIndex: "company" },
    { title: t("notes"), dataIndex: "notes", render: (notes: string) => <p className="lt-customer-notes">{notes}</p> },
    { title: t("updated"), dataIndex: "updated_at", className: "lt-num", render: (at: string) => instant(at, MINUTE) },
  ];
}

export default function CustomersPage() {
  const { t } = useTranslation("customers");
  const { search, setSearch, leaveFor } = usePage<object, Search>();
  // An address of digits arrives as a number.
  const wanted = String(search.q ?? "");
  const mayWrite = usePermission()("customers.write");
  const isOpen = search.open === "new" && mayWrite;
  const create = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setSearch({ open: "new" })}>
      {t("create")}
    </Button>
  );
  const empty = wanted ? (
    <EmptyState title={t("records:noMatch")} hint={t("records:noMatchHint")} />
  ) : (
    <EmptyState icon={<ContactsOutlined />} title={t("empty")} hint={t("emptyHint")} action={create} />
  );
  return (
    <WithPanel panel={isOpen && <CustomerEditor onClose={() => setSearch({ open: undefined })} onSaved={({ id }) => leaveFor(`/customers/${id}`)} />}>
      <PageShell
        title={t("title")}
        hint={t("hint")}
        actions={
          <>
            <Input.Search
              className="lt-customer-search"
              allowClear
              searchIcon={<SearchOutlined aria-label={t("records:searchIn", { title: t("title") })} />}
              defaultValue={wanted}
              placeholder={t("search")}
              aria-label={t("search")}
              onSearch={(q) => setSearch({ q: q.trim() || undefined })}
            />
            {create}
          </>
        }
      >
        <DataTable<CustomerRecord> path="/customers" query={searchQuery(wanted)} columns={useColumns()} label={t("title")} empty={empty} />
      </PageShell>
    </WithPanel>
  );
}
