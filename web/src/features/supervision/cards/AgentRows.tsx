/** The agents' rows: own memo rows, because hundreds of them change each second. */
import { CustomerServiceOutlined, DisconnectOutlined } from "@ant-design/icons";
import { memo, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { pick } from "@/i18n";
import { usePermission } from "@/ui/records/usePermission";
import { AgentLook } from "@/ui/AgentLook";
import { Elapsed } from "@/ui/Elapsed";
import { mayAct } from "../acting/acts";
import { RowActions } from "../acting/RowActions";
import { CallerName } from "../CallerName";
import { LevelIcon, levelClass } from "../LevelMark";
import type { AgentRow, CallShown, Level } from "../state";

interface RowProps {
  id: string;
  agent: AgentRow;
  groups: Record<string, string>;
  reason?: { zh: string; en: string };
  call?: CallShown;
  queue?: string;
  level?: Level;
  acting: boolean;
}

const Row = memo(function Row({ id, agent, groups, reason, call, queue, level, acting }: RowProps) {
  const { t } = useTranslation("supervision");
  const lost = agent.phone === "unregistered" && agent.state !== "offline" && agent.state !== "logged_in";
  return (
    <div role="row" className="lt-sv-row" data-agent={id}>
      <span role="cell" className="lt-sv-who">
        <span className="lt-num lt-sv-seat">{agent.seat}</span> {agent.name}
      </span>
      <span role="cell">
        <AgentLook state={agent.state}>{reason && ` · ${pick(reason)}`}</AgentLook>
        {agent.listened && (
          <span className="lt-sv-listened" title={t("agents.listened")}>
            <CustomerServiceOutlined aria-hidden="true" />
            <span className="lt-hidden">{t("agents.listened")}</span>
          </span>
        )}
        {lost && (
          <span className="lt-sv-lost" title={t("agents.phoneLost")}>
            <DisconnectOutlined aria-hidden="true" />
            <span className="lt-hidden">{t("agents.phoneLost")}</span>
          </span>
        )}
      </span>
      <span role="cell" className={`lt-num lt-sv-time${levelClass(level)}`}>
        {agent.state !== "offline" && (
          <>
            <LevelIcon level={level} /> <Elapsed since={agent.since} />
          </>
        )}
      </span>
      <span role="cell" className="lt-sv-cut">
        {call && (
          <>
            <CallerName caller={call.caller} /> {queue && <small title={queue}>{queue}</small>}
          </>
        )}
      </span>
      <span role="cell" className="lt-sv-cut lt-sv-groups">
        {agent.groups.map((group) => groups[group]).filter(Boolean).join(t("common:between"))}
      </span>
      <span role="cell" className="lt-num lt-sv-end">{agent.calls_today}</span>
      <span role="cell" className="lt-num lt-sv-end">{agent.missed_today}</span>
      {acting && (
        <span role="cell" className="lt-sv-actions">
          <RowActions agentId={id} agent={agent} />
        </span>
      )}
    </div>
  );
});

export interface Surroundings {
  groups: Record<string, string>;
  reasons: Record<string, { zh: string; en: string }>;
  calls: Record<string, CallShown>;
  queueNames: Record<string, string>;
  levels: Record<string, Level>;
}

/** More than a screen shows. */
const AT_ONCE = 100;

/** How many rows are drawn: those of a large floor piece by piece, so that the page is there and answers meanwhile. */
function useGrowing(wanted: number): number {
  const [drawn, setDrawn] = useState(AT_ONCE);
  useEffect(() => {
    if (drawn >= wanted) return;
    const timer = setTimeout(() => setDrawn(drawn + AT_ONCE));
    return () => clearTimeout(timer);
  }, [drawn, wanted]);
  return drawn;
}

export function AgentRows({ agents, around }: { agents: [string, AgentRow][]; around: Surroundings }) {
  const { t } = useTranslation("supervision");
  const acting = mayAct(usePermission());
  const drawn = useGrowing(agents.length);
  const columns = ["who", "state", "time", "call", "groups", "today", "missed"];
  return (
    <div className="lt-sv-scroll lt-sv-agents" role="region" aria-label={t("cards.agents")} tabIndex={0}>
      <div role="table" aria-label={t("cards.agents")} className={acting ? "lt-sv-rows lt-sv-with-actions" : "lt-sv-rows"}>
        <div role="row" className="lt-sv-row lt-sv-columns">
          {columns.map((key) => (
            <span key={key} role="columnheader" className={key === "today" || key === "missed" ? "lt-sv-end" : undefined}>
              {t(`agents.${key}`)}
            </span>
          ))}
          {acting && (
            <span role="columnheader" className="lt-sv-actions">
              {t("agents.actions")}
            </span>
          )}
        </div>
        {agents.slice(0, drawn).map(([id, agent]) => {
          const call = agent.call ? around.calls[agent.call] : undefined;
          return (
            <Row
              key={id}
              id={id}
              agent={agent}
              groups={around.groups}
              reason={agent.reason ? around.reasons[agent.reason] : undefined}
              call={call}
              queue={call?.queue ? around.queueNames[call.queue] : undefined}
              level={around.levels[`${agent.state}:${id}`]}
              acting={acting}
            />
          );
        })}
      </div>
    </div>
  );
}
