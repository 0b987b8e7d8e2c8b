/** Deletions that were asked for, and how far each is. */
import { ClockCircleOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Progress, Table } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { UserRecord } from "@/api/records";
import { EmptyState } from "@/ui/EmptyState";
import { useLookup } from "@/ui/records/useLookup";
import { StatusTag } from "@/ui/StatusTag";
import { MINUTE, useInstant } from "@/ui/time";
import type { Erasure } from "./types";

const OFTEN_MS = 2_000;

/** Calls that came after the deletion was asked for are deleted too: there may be more done than there were. */
export function doneShare({ calls_done, calls_total }: Pick<Erasure, "calls_done" | "calls_total">): number {
  return Math.floor((100 * calls_done) / Math.max(calls_done, calls_total, 1));
}

function State({ one }: { one: Erasure }) {
  const { t } = useTranslation("privacy");
  if (one.done_at) return <StatusTag tone="good">{t("done")}</StatusTag>;
  if (one.waits_for) return <StatusTag tone="warn" icon={<ClockCircleOutlined />}>{t(`waitsFor.${one.waits_for}`)}</StatusTag>;
  return <Progress percent={doneShare(one)} size="small" aria-label={t("running")} />;
}

export function Erasures() {
  const { t } = useTranslation("privacy");
  const instant = useInstant();
  const users = useLookup<UserRecord>("/users").items;
  const found = useQuery({
    queryKey: ["privacy", "erasures"],
    queryFn: ({ signal }) => api.get<Erasure[]>("/privacy/erasures", undefined, signal),
    refetchInterval: ({ state }) => (state.data?.some((one) => !one.done_at) ? OFTEN_MS : false),
  });
  return (
    <section aria-label={t("history")}>
      <h2>{t("history")}</h2>
      <Table<Erasure>
        rowKey="id"
        size="small"
        pagination={false}
        loading={found.isLoading}
        dataSource={found.data}
        locale={{ emptyText: <EmptyState title={t("none")} hint={t("noneHint")} /> }}
        columns={[
          { title: t("askedAt"), dataIndex: "asked_at", className: "lt-num", render: (at: string) => instant(at, MINUTE) },
          { title: t("reason"), dataIndex: "reason" },
          { title: t("askedBy"), dataIndex: "asked_by", render: (id: string) => users.find((one) => one.id === id)?.name ?? t("common:none") },
          { title: t("kind.calls"), key: "calls", className: "lt-num", align: "right", render: (_, one) => (one.done_at ? one.calls_done : `${one.calls_done} / ${Math.max(one.calls_done, one.calls_total)}`) },
          { title: t("state"), key: "state", render: (_, one) => <State one={one} /> },
        ]}
      />
    </section>
  );
}
