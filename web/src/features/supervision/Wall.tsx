/** The wallboard on a wall: nothing but cards, large and dark, with the time; it stays awake and comes back by itself. */
import { FullscreenExitOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "@/api/clock";
import { currentLanguage } from "@/i18n";
import { useTicking } from "@/ui/Elapsed";
import { Freshness } from "./Freshness";
import { useWakeLock } from "./useWakeLock";

function Now() {
  const second = useTicking(() => Math.floor(serverNow() / 1000));
  return <time className="lt-num">{new Date(second * 1000).toLocaleTimeString(currentLanguage(), { hour12: false })}</time>;
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
