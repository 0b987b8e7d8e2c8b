/** Tells leaders on every other page that somebody raised a hand whom nobody looks after yet. */
import { ExclamationCircleFilled } from "@ant-design/icons";
import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Hand } from "@/rt/state";
import { useBoard, useWatch } from "@/rt/store";

const BOARD = "hands";
const PAGE = "/supervision";

export function HandsNotice() {
  const { t } = useTranslation("leading");
  useWatch(BOARD);
  const hands = useBoard<{ hands: Record<string, Hand> }, Record<string, Hand>>(BOARD, (board) => board.hands) ?? {};
  const onBoard = useRouterState({ select: (state) => state.location.pathname === PAGE });
  const untaken = Object.values(hands).filter((hand) => !hand.taken_by);
  return (
    <div role="status">
      {!onBoard && untaken.length > 0 && (
        <p className="lt-banner lt-tone-warn">
          <ExclamationCircleFilled aria-hidden="true" />
          {t("hands.notice", { count: untaken.length, names: untaken.map((hand) => hand.name).join(t("common:between")) })}
          <Link to={PAGE}>{t("hands.look")}</Link>
        </p>
      )}
    </div>
  );
}
