/** The agents with state, reason and time in state, the longest first; by group and state. */
import { Select } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShallow } from "zustand/react/shallow";
import { useRealtime } from "@/rt/store";
import { countStates, fits, longestFirst, type AgentFilter } from "../order";
import { FLOOR, useFloor, type AgentRow, type Floor, type Level } from "../state";
import { AgentRows, type Surroundings } from "./AgentRows";
import { CardFrame, NothingHere } from "./CardFrame";

const none = {};

/** Names of queues and levels of agents, which stay the same objects while nothing of them changes. */
function useAround(): Surroundings {
  const groups = useFloor((floor) => floor.groups) ?? none;
  const reasons = useFloor((floor) => floor.reasons) ?? none;
  const calls = useFloor((floor) => floor.calls) ?? none;
  const queueNames = useRealtime(
    useShallow(({ boards }) => {
      const queues = (boards[FLOOR] as Floor | undefined)?.queues ?? {};
      return Object.fromEntries(Object.entries(queues).map(([id, queue]) => [id, queue.name]));
    }),
  );
  const levels = useRealtime(
    useShallow(({ boards }) => {
      const alerts = (boards[FLOOR] as Floor | undefined)?.alerts ?? {};
      return Object.fromEntries(Object.entries(alerts).map(([key, alert]): [string, Level] => [key, alert.level]));
    }),
  );
  return useMemo(() => ({ groups, reasons, calls, queueNames, levels }), [groups, reasons, calls, queueNames, levels]);
}

interface FilterProps {
  agents: Record<string, AgentRow>;
  groups: Record<string, string>;
  filter: AgentFilter;
  onChange: (filter: AgentFilter) => void;
}

function Filters({ agents, groups, filter, onChange }: FilterProps) {
  const { t } = useTranslation("supervision");
  const counts = countStates(agents, filter.group);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const there = total - (counts.find(([state]) => state === "offline")?.[1] ?? 0);
  const states = [
    { value: "there", label: t("agents.there", { count: there }) },
    { value: "all", label: t("agents.all", { count: total }) },
    ...counts.map(([state, count]) => ({ value: state as string, label: `${t(`bar:state.${state}`)} ${count}` })),
  ];
  return (
    <>
      <Select
        size="small"
        className="lt-sv-select"
        aria-label={t("agents.group")}
        value={filter.group ?? ""}
        onChange={(group: string) => onChange({ ...filter, group: group || undefined })}
        options={[{ value: "", label: t("agents.allGroups") }, ...Object.entries(groups).map(([value, label]) => ({ value, label }))]}
      />
      <Select
        size="small"
        className="lt-sv-select"
        aria-label={t("agents.state")}
        value={filter.state}
        onChange={(state: string) => onChange({ ...filter, state })}
        options={states}
      />
    </>
  );
}

export function AgentsCard() {
  const { t } = useTranslation("supervision");
  const [filter, setFilter] = useState<AgentFilter>({ state: "there" });
  const agents = useFloor((floor) => floor.agents) ?? (none as Record<string, AgentRow>);
  const around = useAround();
  const rows = useMemo(() => longestFirst(agents).filter(([, agent]) => fits(agent, filter)), [agents, filter]);
  return (
    <CardFrame
      title={t("cards.agents")}
      count={rows.length}
      extra={<Filters agents={agents} groups={around.groups} filter={filter} onChange={setFilter} />}
    >
      {rows.length === 0 ? <NothingHere>{t("agents.none")}</NothingHere> : <AgentRows agents={rows} around={around} />}
    </CardFrame>
  );
}
