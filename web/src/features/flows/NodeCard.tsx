/** A node in the picture: kind, title, and whether something is wrong with it. */
import { CloseCircleFilled, PlayCircleFilled, WarningFilled } from "@ant-design/icons";
import { Handle, Position, type Node, type NodeProps } from "@xyflow/react";
import { useTranslation } from "react-i18next";
import { iconOf, toneOf } from "./looks";

export type CardNode = Node<
  { verb: string; kind: string; title: string; group?: string; isStart: boolean; worst?: "error" | "warning" },
  "card"
>;

export function NodeCard({ data, selected }: NodeProps<CardNode>) {
  const { t } = useTranslation("flows");
  return (
    <div className={`lt-node lt-node-${toneOf(data.group)}${selected ? " lt-node-selected" : ""}`}>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <span className={`lt-node-icon lt-tone-${toneOf(data.group)}`} aria-hidden="true">
        {iconOf(data.verb)}
      </span>
      <span className="lt-node-text">
        <strong>{data.title}</strong>
        <span>{data.kind}</span>
      </span>
      {data.isStart && <PlayCircleFilled className="lt-node-start" title={t("start")} />}
      {data.worst === "error" && <CloseCircleFilled className="lt-node-error" title={t("severity.error")} />}
      {data.worst === "warning" && <WarningFilled className="lt-node-warning" title={t("severity.warning")} />}
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
}
