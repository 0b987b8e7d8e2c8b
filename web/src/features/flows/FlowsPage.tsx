/** The flows of the company: make, rename, copy, open, delete. */
import { CopyOutlined, PartitionOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ColumnsType } from "antd/es/table";
import { useTranslation } from "react-i18next";
import type { AccessNumber } from "@/api/records";
import { usePage } from "@/app/page";
import { currentLanguage } from "@/i18n";
import { RecordsPage } from "@/ui/records/RecordsPage";
import { useLookup } from "@/ui/records/useLookup";
import { usePermission } from "@/ui/records/usePermission";
import { StatusTag } from "@/ui/StatusTag";
import { MINUTE, useInstant } from "@/ui/time";
import { words } from "./document";
import { FlowEditor } from "./FlowEditor";
import "./flows.css";
import type { FlowHead } from "./types";

function RowActions({ flow, name, onCopy }: { flow: FlowHead; name: string; onCopy?: () => void }) {
  const { t } = useTranslation("flows");
  const navigate = useNavigate();
  return (
    <>
      <Tooltip title={t("designShort")}>
        <Button type="text" size="small" icon={<PartitionOutlined />} aria-label={t("design", { name })} onClick={() => void navigate({ to: `/flows/${flow.id}` as string })} />
      </Tooltip>
      {onCopy && (
        <Tooltip title={t("copy")}>
          <Button type="text" size="small" icon={<CopyOutlined />} aria-label={t("copyOf", { name })} onClick={onCopy} />
        </Tooltip>
      )}
    </>
  );
}

export default function FlowsPage() {
  const { t } = useTranslation("flows");
  const instant = useInstant();
  const { setSearch } = usePage<object, { open: string; copy: string }>();
  const may = usePermission();
  const numbers = useLookup<AccessNumber>("/access-numbers").items;
  const nameOf = (flow: FlowHead) => words(flow.name, currentLanguage());
  const numbersOf = (flow: FlowHead) => numbers.filter((number) => number.flow_id === flow.id);
  const columns: ColumnsType<FlowHead> = [
    {
      title: t("name"),
      key: "name",
      sorter: (a, b) => nameOf(a).localeCompare(nameOf(b)),
      render: (_, flow) => (
        <>
          <Link to={`/flows/${flow.id}` as string} className="lt-name">
            {nameOf(flow)}
          </Link>
          <span className="lt-sub">{flow.key}</span>
        </>
      ),
    },
    {
      title: t("state"),
      key: "state",
      render: (_, flow) =>
        flow.published_version ? (
          <StatusTag tone="good">{t("publishedVersion", { version: flow.published_version })}</StatusTag>
        ) : (
          <StatusTag tone="warn">{t("neverPublished")}</StatusTag>
        ),
    },
    { title: t("numbers"), key: "numbers", className: "lt-num", render: (_, flow) => numbersOf(flow).map((number) => number.number).join(t("comma")) || t("common:none") },
    { title: t("changedAt"), dataIndex: "changed_at", className: "lt-num", sorter: (a, b) => a.changed_at.localeCompare(b.changed_at), render: (at: string) => instant(at, MINUTE) },
  ];
  return (
    <RecordsPage<FlowHead>
      path="/flows"
      title={t("title")}
      hint={t("hint")}
      createLabel={t("create")}
      writePermission="flows.write"
      columns={columns}
      nameOf={nameOf}
      textOf={(flow) => [flow.key, flow.name["zh-CN"], flow.name.en].join(" ")}
      editor={FlowEditor}
      editLabel={t("renameShort")}
      rowActions={(flow) => <RowActions flow={flow} name={nameOf(flow)} onCopy={may("flows.write") ? () => setSearch({ open: "new", copy: flow.id }) : undefined} />}
      dependentsOf={(flow) => numbersOf(flow).map((number) => ({ kind: t("numbers"), name: number.number }))}
      deleteHint={t("deleteHint")}
      empty={{ icon: <PartitionOutlined />, title: t("empty"), hint: t("emptyHint") }}
    />
  );
}
