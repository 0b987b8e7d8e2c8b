/** Calls in progress: who with whom, since when, held or not. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Elapsed } from "@/ui/Elapsed";
import { StatusTag, type Tone } from "@/ui/StatusTag";
import { ListenKey } from "../acting/ListenKey";
import { CallerName } from "../CallerName";
import { longestCalls } from "../order";
import { useFloor, type AgentRow, type CallShown, type CallState } from "../state";
import { CardFrame, NothingHere } from "./CardFrame";
import { Parts } from "./Parts";
import type { CardProps } from "./types";

const tones: Record<CallState, Tone> = {
  arriving: "quiet",
  in_flow: "quiet",
  queued: "warn",
  dialling: "accent",
  talking: "info",
  held: "violet",
  reconnecting: "bad",
  after_talk: "quiet",
};

const Row = memo(function Row({ call, queue, agent }: { call: CallShown; queue?: string; agent?: AgentRow }) {
  const { t } = useTranslation("supervision");
  const plain = call.direction === "in" && agent !== undefined;
  return (
    <li>
      <StatusTag tone={tones[call.state]}>{t(`callState.${call.state}`)}</StatusTag>
      <span className="lt-sv-two">
        <CallerName caller={call.caller} />
        <Parts of={[plain ? undefined : t(`direction.${call.direction}`), agent?.name, queue]} />
      </span>
      <Elapsed since={call.held_since ?? call.since} />
      {call.agent && agent && <ListenKey agentId={call.agent} agent={agent} />}
    </li>
  );
});

export function CallsCard({ card }: CardProps) {
  const { t } = useTranslation("supervision");
  const calls = useFloor((floor) => floor.calls) ?? {};
  const queues = useFloor((floor) => floor.queues) ?? {};
  const agents = useFloor((floor) => floor.agents) ?? {};
  const rows = longestCalls(calls, card.queue ?? undefined);
  const title = card.queue ? `${t("cards.calls")} · ${queues[card.queue]?.name ?? t("gone")}` : t("cards.calls");
  return (
    <CardFrame title={title} count={rows.length}>
      {rows.length === 0 ? (
        <NothingHere>{t("calls.none")}</NothingHere>
      ) : (
        <ul className="lt-sv-scroll lt-sv-list" aria-label={t("cards.calls")} tabIndex={0}>
          {rows.map(([id, call]) => (
            <Row
              key={id}
              call={call}
              queue={call.queue ? queues[call.queue]?.name : undefined}
              agent={call.agent ? agents[call.agent] : undefined}
            />
          ))}
        </ul>
      )}
    </CardFrame>
  );
}
