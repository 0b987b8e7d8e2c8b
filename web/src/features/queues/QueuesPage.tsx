/** Queues: where work waits, and how it finds its agent. */
import { CheckCircleFilled, OrderedListOutlined, StopFilled } from "@ant-design/icons";
import type { ColumnsType } from "antd/es/table";
import { useTranslation } from "react-i18next";
import type { Queue, SkillGroup } from "@/api/records";
import { usePage } from "@/app/page";
import { RecordsPage } from "@/ui/records/RecordsPage";
import { useLookup } from "@/ui/records/useLookup";
import { StatusTag } from "@/ui/StatusTag";
import { qualified } from "./matching";
import { QueueEditor } from "./QueueEditor";
import "./queues.css";

function useColumns(): ColumnsType<Queue> {
  const { t } = useTranslation("queues");
  const { setSearch } = usePage<object, { open: string }>();
  const groups = useLookup<SkillGroup>("/skill-groups").items;
  const required = (queue: Queue) =>
    queue.requirements.map((one) => t("requirement", { name: groups.find((group) => group.id === one.group)?.name ?? "…", level: one.min_level }));
  const seconds = (value: number | null) => (value === null ? t("records:unlimited") : t("common:duration.seconds", { count: value }));
  const own = (value: number | null) => (value === null ? t("companyValue") : seconds(value));
  return [
    {
      title: t("name"),
      dataIndex: "name",
      sorter: (a, b) => a.name.localeCompare(b.name),
      render: (name: string, queue) => (
        <button type="button" className="lt-name" onClick={() => setSearch({ open: queue.id })}>
          {name}
        </button>
      ),
    },
    {
      title: t("requirements"),
      key: "requirements",
      render: (_, queue) => (
        <>
          {required(queue).join(t("and"))}
          <span className="lt-sub">{t("found", { count: qualified(groups, queue.requirements).length })}</span>
        </>
      ),
    },
    { title: t("strategy"), dataIndex: "strategy", render: (strategy: Queue["strategy"]) => t(`strategies.${strategy}.name`) },
    { title: t("priority"), dataIndex: "priority", align: "right", className: "lt-num", sorter: (a, b) => a.priority - b.priority },
    { title: t("ring"), dataIndex: "ring_seconds", align: "right", className: "lt-num", responsive: ["xl"], render: own },
    { title: t("wrapUp"), dataIndex: "wrap_up_seconds", align: "right", className: "lt-num", responsive: ["xl"], render: own },
    { title: t("maxWait"), dataIndex: "max_wait_seconds", align: "right", className: "lt-num", render: seconds },
    {
      title: t("state"),
      dataIndex: "enabled",
      render: (enabled: boolean) => (
        <StatusTag tone={enabled ? "good" : "quiet"} icon={enabled ? <CheckCircleFilled /> : <StopFilled />}>
          {enabled ? t("records:on") : t("records:off")}
        </StatusTag>
      ),
    },
  ];
}

export default function QueuesPage() {
  const { t } = useTranslation("queues");
  return (
    <RecordsPage<Queue>
      path="/queues"
      title={t("title")}
      hint={t("hint")}
      createLabel={t("create")}
      writePermission="queues.write"
      columns={useColumns()}
      nameOf={(queue) => queue.name}
      textOf={(queue) => queue.name}
      editor={QueueEditor}
      deleteHint={t("deleteHint")}
      empty={{ icon: <OrderedListOutlined />, title: t("empty"), hint: t("emptyHint") }}
    />
  );
}
