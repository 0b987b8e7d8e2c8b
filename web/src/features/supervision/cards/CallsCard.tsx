/** Calls in progress: who with whom, since when, held or not. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Elapsed } from "@/ui/Elapsed";
import { StatusTag, type Tone } from "@/ui/StatusTag";
import { CallerName } from "../CallerName";
import { longestCalls } from "../order";
import { useFloor, type CallShown, type CallState } from "../state";
import { CardFrame, NothingHere } from "./CardFrame";
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

const Row = memo(function Row({ call, queue, agent }: { call: CallShown; queue?: string; agent?: string }) {
  const { t } = useTranslation("supervision");
  return (
    <li>
      <StatusTag tone={tones[call.state]}>{t(`callState.${call.state}`)}</StatusTag>
      <span className="lt-sv-two">
        <CallerName caller={call.caller} />
        <small>{[t(`direction.${call.direction}`), agent, queue].filter(Boolean).join(" · ")}</small>
      </span>
      <Elapsed since={call.held_since ?? call.since} />
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
              agent={call.agent ? agents[call.agent]?.name : undefined}
            />
          ))}
        </ul>
      )}
    </CardFrame>
  );
}
