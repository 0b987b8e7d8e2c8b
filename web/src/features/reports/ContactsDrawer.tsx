/** The contacts that a number counts. */
import { Link } from "@tanstack/react-router";
import type { ColumnsType } from "antd/es/table";
import { useTranslation } from "react-i18next";
import type { Query } from "@/api/client";
import { pick } from "@/i18n";
import { DataTable } from "@/ui/DataTable";
import { clockText } from "@/ui/Elapsed";
import { EmptyState } from "@/ui/EmptyState";
import { Panel } from "@/ui/panel/Panel";
import { useInstant } from "@/ui/time";
import { contactsQuery } from "./address";
import { useCellText } from "./ReportTable";
import type { Call, Column, Report, Row } from "./types";

/** A number of a report; without a row it is one of the totals. */
export interface OpenCell {
  column: Column;
  row: Row | undefined;
}

interface Props {
  report: Report;
  query: Query;
  cell: OpenCell;
  onClose: () => void;
}

/** The number that the address opens, if it stands in this report and leads to contacts. */
export function openCell(report: Report, open: { column: string; row: string | undefined } | undefined): OpenCell | undefined {
  const column = report.columns.find(({ key, opens }) => key === open?.column && opens);
  const row = report.rows.find(({ id }) => id === open?.row);
  return column && (open?.row === undefined || row) ? { column, row } : undefined;
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

export function ContactsDrawer({ report, query, cell: { column, row }, onClose }: Props) {
  const { t } = useTranslation("reports");
  const columns = useColumns();
  const text = useCellText(report);
  const where = row ? report.columns.filter(({ kind }) => kind === "dimension").map((one) => text(one, row.cells[one.key])).join(" · ") : t("totals");
  const value = text(column, (row ? row.cells : (report.totals ?? {}))[column.key]);
  return (
    <Panel onClose={onClose} size={840} title={t("contacts.title", { name: pick(column.name), value, where })}>
      <p className="lt-rp-note">{t("contacts.hint")}</p>
      <DataTable<Call> path={`/reports/${report.key}/contacts`} query={contactsQuery(query, column.key, row?.keys ?? {})} columns={columns} label={t("contacts.label")} empty={<EmptyState title={t("contacts.empty")} hint={t("contacts.emptyHint")} />} />
    </Panel>
  );
}
