/** The columns of the call log. */
import { ArrowDownOutlined, ArrowUpOutlined, AudioOutlined, StarFilled } from "@ant-design/icons";
import { Tooltip } from "antd";
import { Link } from "@tanstack/react-router";
import type { ColumnsType } from "antd/es/table";
import { useTranslation } from "react-i18next";
import { pick } from "@/i18n";
import { clockText, Elapsed } from "@/ui/Elapsed";
import { OutcomeTag } from "./OutcomeTag";
import { inZone } from "@/ui/time";
import { wholeSeconds } from "./time";
import type { LoggedCall } from "./types";

export function DirectionIcon({ direction }: { direction: LoggedCall["direction"] }) {
  const { t } = useTranslation("calls");
  return (
    <span className={`lt-direction lt-direction-${direction}`} title={t(`direction.${direction}`)}>
      {direction === "in" ? <ArrowDownOutlined aria-hidden="true" /> : <ArrowUpOutlined aria-hidden="true" />}
      <span className="lt-hidden">{t(`direction.${direction}`)}</span>
    </span>
  );
}

function Customer({ call }: { call: LoggedCall }) {
  const { t } = useTranslation("calls");
  const { caller } = call;
  const number = caller.anonymous ? t("common:anonymous") : caller.shown;
  return (
    <span className="lt-calls-customer">
      <DirectionIcon direction={call.direction} />
      <span>
        <Link to="/calls/$callId" params={{ callId: call.id }} className="lt-calls-link lt-num">
          {caller.name ?? number}
        </Link>
        <span className="lt-calls-sub">{[caller.name && number, caller.region].filter(Boolean).join(" · ")}</span>
      </span>
    </span>
  );
}

function Agents({ call }: { call: LoggedCall }) {
  const { t } = useTranslation("calls");
  if (!call.agents.length) return <span className="lt-calls-none">{t("noAgent")}</span>;
  return (
    <span className="lt-calls-agents">
      {call.agents.map((agent) => (
        <span key={agent.id} className={agent.missed ? "lt-calls-missed" : undefined}>
          {agent.name ?? t("deleted")}
          {agent.missed && <small>{t("missed")}</small>}
        </span>
      ))}
    </span>
  );
}

function Marks({ call }: { call: LoggedCall }) {
  const { t } = useTranslation("calls");
  return (
    <span className="lt-calls-marks">
      {call.rating && (
        <span title={pick(call.rating.label)}>
          <StarFilled aria-hidden="true" /> <span className="lt-calls-label">{pick(call.rating.label) || call.rating.score}</span>
        </span>
      )}
      {call.has_recording && (
        <Tooltip title={t("hasRecording")}>
          <AudioOutlined aria-label={t("hasRecording")} role="img" />
        </Tooltip>
      )}
    </span>
  );
}

const seconds = (value: number) => <span className="lt-num">{value > 0 ? clockText(wholeSeconds(value)) : "–"}</span>;

export function useColumns(zone: string): ColumnsType<LoggedCall> {
  const { t } = useTranslation("calls");
  return [
    {
      title: t("column.at"),
      dataIndex: "at",
      className: "lt-num",
      render: (at: string) => (
        <time dateTime={at}>
          {inZone(at, zone, "MM-DD HH:mm:ss")}
        </time>
      ),
    },
    { title: t("column.customer"), key: "customer", render: (_, call) => <Customer call={call} /> },
    { title: t("column.called"), dataIndex: "called", className: "lt-num", responsive: ["xl"] },
    { title: t("column.queue"), key: "queue", render: (_, call) => (call.queue ? (call.queue.name ?? t("deleted")) : "–") },
    { title: t("column.agents"), key: "agents", render: (_, call) => <Agents call={call} /> },
    { title: t("column.wait"), key: "wait", align: "end", render: (_, call) => seconds(call.wait_seconds) },
    {
      title: t("column.talk"),
      key: "talk",
      align: "end",
      render: (_, call) => (call.connected_at && !call.ended_at ? <Elapsed since={call.connected_at} /> : seconds(call.talk_seconds)),
    },
    { title: t("column.outcome"), key: "outcome", render: (_, call) => <OutcomeTag outcome={call.outcome} /> },
    { title: t("column.marks"), key: "marks", render: (_, call) => <Marks call={call} /> },
  ];
}
