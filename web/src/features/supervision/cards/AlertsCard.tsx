/** What is beyond its limits, since when; and what was today. */
import { Button } from "antd";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { secondsSince } from "@/api/clock";
import { usePage } from "@/app/page";
import { clockText, useTicking } from "@/ui/Elapsed";
import { useSubjectName, valueText } from "../alertText";
import { LevelMark } from "../LevelMark";
import { worstFirst } from "../order";
import { useFloor, type AlertShown } from "../state";
import { CardFrame, NothingHere } from "./CardFrame";

function Lasting({ since }: { since: string }) {
  const { t } = useTranslation("supervision");
  const minutes = useTicking(() => Math.floor(secondsSince(since) / 60));
  return <span className="lt-num lt-sv-since">{minutes ? t("alerts.minutes", { count: minutes }) : t("alerts.now")}</span>;
}

function Value({ alert }: { alert: AlertShown }) {
  const seconds = useTicking(() => (alert.began_at ? secondsSince(alert.began_at) : 0));
  return <b className="lt-num">{alert.began_at ? clockText(seconds) : valueText(alert.measure, alert.value)}</b>;
}

const Row = memo(function Row({ alert, subject }: { alert: AlertShown; subject: string }) {
  const { t } = useTranslation("supervision");
  return (
    <li data-alert={alert.measure}>
      <LevelMark level={alert.level} />
      <span className="lt-sv-two">
        <span>{subject}</span>
        <small>
          {t(`measures.${alert.measure}`)} <Value alert={alert} />
        </small>
      </span>
      <Lasting since={alert.since} />
    </li>
  );
});

export function AlertsCard() {
  const { t } = useTranslation("supervision");
  const alerts = useFloor((floor) => floor.alerts) ?? {};
  const nameOf = useSubjectName();
  const { setSearch } = usePage<object, { open: string }>();
  const rows = worstFirst(alerts);
  return (
    <CardFrame
      title={t("cards.alerts")}
      count={rows.length}
      extra={
        <Button size="small" type="link" onClick={() => setSearch({ open: "alerts" })}>
          {t("alerts.history")}
        </Button>
      }
    >
      {rows.length === 0 ? (
        <NothingHere>{t("alerts.none")}</NothingHere>
      ) : (
        <ul className="lt-sv-scroll lt-sv-list" aria-label={t("cards.alerts")} tabIndex={0}>
          {rows.map(([key, alert]) => (
            <Row key={key} alert={alert} subject={nameOf(alert.subject)} />
          ))}
        </ul>
      )}
    </CardFrame>
  );
}
