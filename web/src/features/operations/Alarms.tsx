/** What somebody must see to now; each goes by itself when its cause does. */
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Since } from "./Card";
import { say, type Alarm } from "./types";

export function Alarms({ alarms }: { alarms: Alarm[] }) {
  const { t } = useTranslation("operations");
  return (
    <div className="lt-ops-alarms" role="status" aria-label={t("alarms.title")}>
      {alarms.map(({ finding, since }) => (
        <Alert
          key={finding.check}
          type={finding.verdict === "bad" ? "error" : "warning"}
          showIcon
          title={t("alarms.of", { title: say(finding.title), found: say(finding.found) })}
          description={
            <>
              {finding.advice && <p>{say(finding.advice)}</p>}
              <p className="lt-num">
                {t("alarms.since")} <Since at={since} />
              </p>
            </>
          }
        />
      ))}
    </div>
  );
}
