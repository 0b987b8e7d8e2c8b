/** The contacts that a number counts. */
import { Drawer } from "antd";
import { Link } from "@tanstack/react-router";
import type { ColumnsType } from "antd/es/table";
import { useTranslation } from "react-i18next";
import type { Query } from "@/api/client";
import { pick } from "@/i18n";
import { DataTable } from "@/ui/DataTable";
import { clockText } from "@/ui/Elapsed";
import { EmptyState } from "@/ui/EmptyState";
import { useInstant } from "@/ui/time";
import { contactsQuery } from "./address";
import { useCellText } from "./ReportTable";
import type { Call, Report } from "./types";

interface Props {
  report: Report;
  query: Query;
  open: { column: string; row: string | undefined } | undefined;
  onClose: () => void;
}

function useColumns(): ColumnsType<Call> {
  const { t } = useTranslation("reports");
  const instant = useInstant();
  const length = (value: number) => (value > 0 ? clockText(Math.max(1, Math.round(value))) : "–");
  return [
    { title: t("call.at"), key: "at", className: "lt-num", render: (_, call) => <Link to="/calls/$callId" params={{ callId: call.id }}>{instant(call.at, "MM-DD HH:mm:ss")}</Link> },
    { title: t("call.customer"), key: "customer", className: "lt-num", render: (_, { caller }) => caller.name ?? (caller.anonymous ? t("common:anonymous") : caller.shown) },
    { title: t("call.queue"), key: "queue", render: (_, call) => call.queue?.name ?? "–" },
    { title: t("call.agents"), key: "agents", render: (_, call) => call.agents.map((agent) => agent.name).filter(Boolean).join(t("call.and")) || "–" },
    { title: t("call.wait"), key: "wait", align: "end", className: "lt-num", render: (_, call) => length(call.wait_seconds) },
    { title: t("call.talk"), key: "talk", align: "end", className: "lt-num", render: (_, call) => length(call.talk_seconds) },
    { title: t("call.outcome"), key: "outcome", render: (_, call) => t(`calls:outcome.${call.outcome}`) },
  ];
}

export function ContactsDrawer({ report, query, open, onClose }: Props) {
  const { t } = useTranslation("reports");
  const columns = useColumns();
  const text = useCellText(report);
  const column = report.columns.find(({ key, opens }) => key === open?.column && opens);
  const row = report.rows.find(({ id }) => id === open?.row);
  const isOpen = !!column && (open?.row === undefined || !!row);
  const where = row ? report.columns.filter(({ kind }) => kind === "dimension").map((one) => text(one, row.cells[one.key])).join(" · ") : t("totals");
  const value = text(column ?? report.columns[0]!, column && (row ? row.cells : (report.totals ?? {}))[column.key]);
  return (
    <Drawer open={isOpen} onClose={onClose} size={840} destroyOnHidden title={column ? t("contacts.title", { name: pick(column.name), value, where }) : ""}>
      {isOpen && column && (
        <>
          <p className="lt-rp-note">{t("contacts.hint")}</p>
          <DataTable<Call> path={`/reports/${report.key}/contacts`} query={contactsQuery(query, column.key, row?.keys ?? {})} columns={columns} label={t("contacts.label")} empty={<EmptyState title={t("contacts.empty")} hint={t("contacts.emptyHint")} />} />
        </>
      )}
    </Drawer>
  );
}
