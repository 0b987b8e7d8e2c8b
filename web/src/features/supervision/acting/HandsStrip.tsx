/** Raised hands above the cards, the oldest first: take one, listen or send a tip, and put it down. */
import { ExclamationCircleFilled } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { leading } from "@/api/leading";
import type { Hand } from "@/rt/state";
import { useDesk, useWatch } from "@/rt/store";
import { Elapsed } from "@/ui/Elapsed";
import { useCommand } from "@/ui/problemText";
import { usePermission } from "@/ui/records/usePermission";
import { useOnce } from "@/ui/useOnce";
import { useFloor } from "../state";
import { actsOn, type Act } from "./acts";
import { HANDS, oldestFirst, useHands } from "./hands";
import "./acting.css";

const ActDialog = lazy(() => import("./ActDialog"));

function HandRow({ hand, onAct }: { hand: Hand; onAct: (act: Act) => void }) {
  const { t } = useTranslation("leading");
  const run = useCommand();
  const [press] = useOnce(run);
  const may = usePermission();
  const me = useDesk((state) => state.me.user_id);
  const agent = useFloor((floor) => floor.agents[hand.agent]);
  const listen = agent && actsOn(agent, may, me === hand.agent).find((one) => one.act === "silent");
  const mine = hand.taken_by !== undefined && hand.taken_by === me;
  const helps = may("supervision.help");
  return (
    <li>
      <span className="lt-hands-who">
        <strong>{hand.name}</strong> {agent && <small className="lt-num">{agent.seat}</small>}
      </span>
      <Elapsed since={hand.raised_at} />
      <span className="lt-hands-text">
        {hand.text || <em>{t("hands.noText")}</em>}
        {listen?.enabled && <small>{t("hands.inCall")}</small>}
      </span>
      <span className="lt-hands-keys">
        {hand.taken_by && !mine && <span>{t("hands.taken", { name: hand.taken_name ?? "" })}</span>}
        {helps && !hand.taken_by && (
          <Button size="small" type="primary" onClick={() => press(() => leading.takeHand(hand.id))}>
            {t("hands.take")}
          </Button>
        )}
        {listen && (
          <Button size="small" disabled={!listen.enabled} onClick={() => onAct("silent")}>
            {t("act.silent")}
          </Button>
        )}
        {helps && (
          <Button size="small" onClick={() => onAct("tip")}>
            {t("hands.tip")}
          </Button>
        )}
        {mine && (
          <Button size="small" onClick={() => press(() => leading.lowerHand(hand.id))}>
            {t("hands.done")}
          </Button>
        )}
      </span>
    </li>
  );
}

export function HandsStrip() {
  const { t } = useTranslation("leading");
  const run = useCommand();
  useWatch(HANDS);
  const board = useHands();
  const hands = useMemo(() => oldestFirst(board), [board]);
  const [acting, setActing] = useState<{ hand: Hand; act: Act }>();
  /** Whoever helps looks after it from then on. */
  const close = (done: boolean) => {
    const hand = acting?.hand;
    setActing(undefined);
    if (done && hand && !board[hand.id]?.taken_by) void run(() => leading.takeHand(hand.id));
  };
  if (hands.length === 0 && !acting) return null;
  return (
    <section className="lt-hands lt-tone-warn" aria-label={t("hands.title")}>
      <h2>
        <ExclamationCircleFilled aria-hidden="true" /> {t("hands.title")} <span className="lt-num">{hands.length}</span>
      </h2>
      <ul aria-live="polite">
        {hands.map((hand) => (
          <HandRow key={hand.id} hand={hand} onAct={(act) => setActing({ hand, act })} />
        ))}
      </ul>
      {acting && (
        <Suspense>
          <ActDialog act={acting.act} agentId={acting.hand.agent} name={acting.hand.name ?? ""} reason={acting.act === "silent" ? t("reasons.help") : undefined} onClose={close} />
        </Suspense>
      )}
    </section>
  );
}
