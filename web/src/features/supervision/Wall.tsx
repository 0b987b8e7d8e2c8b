/** The wallboard on a wall: nothing but cards, large and dark, with the time; it stays awake and comes back by itself. */
import { FullscreenExitOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "@/api/clock";
import { useTicking } from "@/ui/Elapsed";
import { CLOCK, useInstant } from "@/ui/time";
import { Freshness } from "./Freshness";
import { useWakeLock } from "./useWakeLock";

function Now() {
  const second = useTicking(() => Math.floor(serverNow() / 1000));
  const instant = useInstant();
  return <time className="lt-num">{instant(second * 1000, CLOCK)}</time>;
}

export function Wall({ onLeave, children }: { onLeave: () => void; children: ReactNode }) {
  const { t } = useTranslation("supervision");
  useWakeLock();
  return (
    <section className="lt-wall" aria-label={t("title")}>
      <header className="lt-wall-head">
        <h1>{t("title")}</h1>
        <Freshness />
        <Now />
        <button type="button" onClick={onLeave} aria-label={t("wall.leave")} title={t("wall.leave")}>
          <FullscreenExitOutlined aria-hidden="true" />
        </button>
      </header>
      <div className="lt-wall-cards">{children}</div>
    </section>
  );
}
