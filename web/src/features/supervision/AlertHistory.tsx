/** Today's alerts, also those that are over. */
import { useQuery } from "@tanstack/react-query";
import { Table } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { components } from "@/api/schema";
import { clockText } from "@/ui/Elapsed";
import { Panel } from "@/ui/panel/Panel";
import { ProblemNote } from "@/ui/ProblemNote";
import { CLOCK, useInstant } from "@/ui/time";
import { useSubjectName } from "./alertText";
import { LevelMark } from "./LevelMark";

type Alert = components["schemas"]["AlertOut"];

const lasted = ({ since, ended_at: ended }: Alert) => (ended ? clockText(Math.round((Date.parse(ended) - Date.parse(since)) / 1000)) : undefined);

function useColumns(): ColumnsType<Alert> {
  const { t } = useTranslation("supervision");
  const nameOf = useSubjectName();
  const instant = useInstant();
  return [
    { title: t("alerts.since"), dataIndex: "since", className: "lt-num", render: (at: string) => instant(at, CLOCK) },
    { title: t("alerts.lasted"), key: "lasted", className: "lt-num", render: (_, alert) => lasted(alert) ?? t("alerts.open") },
    { title: t("alerts.subject"), dataIndex: "subject", render: nameOf },
    { title: t("alerts.measure"), dataIndex: "measure", render: (measure: string) => t(`measures.${measure}`) },
    { title: t("alerts.level"), dataIndex: "level", render: (level: Alert["level"]) => <LevelMark level={level} /> },
  ];
}

export default function AlertHistory({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("supervision");
  const columns = useColumns();
  const alerts = useQuery({
    queryKey: ["alerts"],
    queryFn: ({ signal }) => api.get<Alert[]>("/supervision/alerts", undefined, signal),
    staleTime: 0,
  });
  return (
    <Panel title={t("alerts.today")} size={640} onClose={onClose}>
      <ProblemNote error={alerts.error} onRetry={() => void alerts.refetch()} />
      <Table<Alert>
        size="small"
        rowKey="id"
        columns={columns}
        dataSource={alerts.data ?? []}
        loading={alerts.isPending}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        locale={{ emptyText: alerts.data ? t("alerts.noneToday") : <div className="lt-empty" /> }}
      />
    </Panel>
  );
}
