/** How the call reached this agent (来电路径): number, flow, keys, queue. */
import { useTranslation } from "react-i18next";
import { pick } from "@/i18n";
import type { PathStep } from "@/rt/state";
import { CLOCK, useInstant } from "@/ui/time";

export function CallPath({ path }: { path: PathStep[] }) {
  const { t } = useTranslation("desk");
  const instant = useInstant();
  return (
    <div className="lt-block">
      <h3>{t("path")}</h3>
      <ol className="lt-path">
        {path.map((step, at) => (
          <li key={`${step.at}-${at}`}>
            <time className="lt-num" dateTime={step.at}>
              {instant(step.at, CLOCK)}
            </time>
            <span>{pick(step)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
