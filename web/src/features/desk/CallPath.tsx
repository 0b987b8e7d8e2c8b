/** How the call reached this agent (来电路径): number, flow, keys, queue. */
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { pick } from "@/i18n";
import type { PathStep } from "@/rt/state";

export function CallPath({ path }: { path: PathStep[] }) {
  const { t } = useTranslation("desk");
  return (
    <div className="lt-block">
      <h3>{t("path")}</h3>
      <ol className="lt-path">
        {path.map((step, at) => (
          <li key={`${step.at}-${at}`}>
            <time className="lt-num" dateTime={step.at}>
              {dayjs(step.at).format("HH:mm:ss")}
            </time>
            <span>{pick(step)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
