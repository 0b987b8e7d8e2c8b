/** The agents, whoever is longest in his state first; only rows that changed render again. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { AgentLook } from "@/ui/AgentLook";
import { Elapsed } from "@/ui/Elapsed";
import { slots } from "./slots";
import type { AgentRow } from "./state";

interface RowProps {
  id: string;
  agent: AgentRow;
}

const Row = memo(function Row({ id, agent }: RowProps) {
  const { t } = useTranslation("supervision");
  const Actions = slots.rowActions;
  return (
    <div role="row" className="lt-agents-row">
      <span role="cell" className="lt-agents-name">
        {agent.name} <small className="lt-num">{agent.seat}</small>
      </span>
      <span role="cell">
        <AgentLook state={agent.state} />
      </span>
      <span role="cell" className="lt-num">
        <Elapsed since={agent.since} />
      </span>
      <span role="cell" className="lt-num">{t("agents.today", { count: agent.calls_today })}</span>
      {Actions && (
        <span role="cell" className="lt-agents-actions">
          <Actions agentId={id} agent={agent} />
        </span>
      )}
    </div>
  );
});

export function AgentRows({ agents }: { agents: [string, AgentRow][] }) {
  const { t } = useTranslation("supervision");
  return (
    <div role="table" aria-label={t("agents.title")} className="lt-agents">
      {agents.map(([id, agent]) => (
        <Row key={id} id={id} agent={agent} />
      ))}
    </div>
  );
}
