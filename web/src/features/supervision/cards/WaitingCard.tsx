/** Callers who wait: who, in which place, since when, how long it may yet take. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { secondsSince } from "@/api/clock";
import { clockText, useTicking } from "@/ui/Elapsed";
import { CallerName } from "../CallerName";
import { LevelIcon } from "../LevelMark";
import { longestWaiting } from "../order";
import { useFloor, type WaitingCaller } from "../state";
import { CardFrame, NothingHere } from "./CardFrame";
import { Parts } from "./Parts";
import type { CardProps } from "./types";

interface RowProps {
  waiting: WaitingCaller;
  queue: string;
  target?: number;
  agent?: string;
  awaited?: string;
}

/** Why he still waits, or what comes next. */
function useNext({ waiting, agent, awaited }: Pick<RowProps, "waiting" | "agent" | "awaited">): string | undefined {
  const { t } = useTranslation("supervision");
  if (agent) return t("waiting.rings", { agent });
  if (awaited) return t("waiting.awaits", { agent: awaited });
  const expected = waiting.expected_seconds;
  return expected === undefined ? undefined : t("waiting.expected", { time: clockText(expected) });
}

/** Beyond the queue's service target the time is marked. */
function Waited({ since, target }: { since: string; target?: number }) {
  const seconds = useTicking(() => secondsSince(since));
  const late = target !== undefined && seconds > target;
  return (
    <time className={late ? "lt-num lt-sv-warning" : "lt-num"} dateTime={since}>
      {late && <LevelIcon level="warning" />} {clockText(seconds)}
    </time>
  );
}

const Row = memo(function Row({ waiting, queue, target, agent, awaited }: RowProps) {
  const { t } = useTranslation("supervision");
  const next = useNext({ waiting, agent, awaited });
  return (
    <li>
      <span className="lt-sv-place lt-num" title={t("waiting.place", { place: waiting.place })}>
        {waiting.place}
      </span>
      <span className="lt-sv-two">
        <CallerName caller={waiting.caller} />
        <Parts of={[queue, next]} />
      </span>
      <Waited since={waiting.since} target={target} />
    </li>
  );
});

export function WaitingCard({ card }: CardProps) {
  const { t } = useTranslation("supervision");
  const waiting = useFloor((floor) => floor.waiting) ?? {};
  const queues = useFloor((floor) => floor.queues) ?? {};
  const agents = useFloor((floor) => floor.agents) ?? {};
  const rows = longestWaiting(waiting, card.queue ?? undefined);
  const title = card.queue ? `${t("cards.waiting")} · ${queues[card.queue]?.name ?? t("gone")}` : t("cards.waiting");
  return (
    <CardFrame title={title} count={rows.length}>
      {rows.length === 0 ? (
        <NothingHere>{t("waiting.none")}</NothingHere>
      ) : (
        <ol className="lt-sv-scroll lt-sv-list" aria-label={t("cards.waiting")} tabIndex={0}>
          {rows.map(([id, one]) => (
            <Row
              key={id}
              waiting={one}
              queue={queues[one.queue]?.name ?? ""}
              target={queues[one.queue]?.target_seconds}
              agent={one.agent ? agents[one.agent]?.name : undefined}
              awaited={one.reserved_for ? agents[one.reserved_for]?.name : undefined}
            />
          ))}
        </ol>
      )}
    </CardFrame>
  );
}
