/** Every queue: now, today, and this hour against the target. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Elapsed } from "@/ui/Elapsed";
import { levelOf } from "../figures";
import { LevelIcon, levelClass } from "../LevelMark";
import { useFloor, type AlertShown, type QueueState, type Rate } from "../state";
import { CardFrame, NothingHere } from "./CardFrame";

interface RateProps {
  queue: QueueState;
  rate: Rate;
  alerts: Record<string, AlertShown>;
  id: string;
}

const percent = (value: number | undefined) => (value === undefined ? "–" : `${value}%`);

/** Today large, this hour small below. */
function RateCell({ queue, rate, alerts, id }: RateProps) {
  const { t } = useTranslation("supervision");
  const today = levelOf(alerts, `${rate}_today`, id);
  const hour = levelOf(alerts, `${rate}_hour`, id);
  const target = queue.targets[rate];
  return (
    <td className="lt-num" title={target === undefined ? undefined : t("figure.target", { value: target })}>
      <span className={`lt-sv-value${levelClass(today)}`}>
        <LevelIcon level={today} /> {percent(queue.today[rate])}
      </span>
      <small className={levelClass(hour)}>
        <LevelIcon level={hour} /> {t("queues.hour", { value: percent(queue.hour[rate]) })}
      </small>
    </td>
  );
}

interface RowProps {
  id: string;
  queue: QueueState;
  alerts: Record<string, AlertShown>;
}

const Row = memo(function Row({ id, queue, alerts }: RowProps) {
  const { t } = useTranslation("supervision");
  const waiting = levelOf(alerts, "waiting", id);
  const longest = levelOf(alerts, "longest_wait", id);
  const ready = levelOf(alerts, "ready", id);
  const counts = (of: "offered" | "answered" | "abandoned") => (
    <td className="lt-num">
      <span className="lt-sv-value">{queue.today[of]}</span>
      <small>{t("queues.hour", { value: queue.hour[of] })}</small>
    </td>
  );
  return (
    <tr data-queue={id}>
      <th scope="row" title={queue.name}>
        {queue.name}
        <small>{queue.enabled ? t(`availability.${queue.availability}`) : t("queues.off")}</small>
      </th>
      <td className="lt-num">
        <span className={`lt-sv-value${levelClass(waiting)}`}>
          <LevelIcon level={waiting} /> {queue.waiting}
        </span>
        {queue.ringing > 0 && <small>{t("queues.ringing", { count: queue.ringing })}</small>}
      </td>
      <td className="lt-num">
        <span className={`lt-sv-value${levelClass(longest)}`}>
          <LevelIcon level={longest} /> {queue.longest_since ? <Elapsed since={queue.longest_since} /> : "–"}
        </span>
      </td>
      <td className="lt-num">
        <span className={`lt-sv-value${levelClass(ready)}`}>
          <LevelIcon level={ready} /> {queue.ready} / {queue.signed_in}
        </span>
      </td>
      {counts("offered")}
      {counts("answered")}
      {counts("abandoned")}
      <RateCell queue={queue} rate="answer_rate" alerts={alerts} id={id} />
      <RateCell queue={queue} rate="service_level" alerts={alerts} id={id} />
    </tr>
  );
});

export function QueuesCard() {
  const { t } = useTranslation("supervision");
  const queues = useFloor((floor) => floor.queues) ?? {};
  const alerts = useFloor((floor) => floor.alerts) ?? {};
  const rows = Object.entries(queues).sort(([, a], [, b]) => a.name.localeCompare(b.name));
  return (
    <CardFrame title={t("cards.queues")} count={rows.length}>
      {rows.length === 0 ? (
        <NothingHere>{t("queues.none")}</NothingHere>
      ) : (
        <div className="lt-sv-scroll lt-sv-queues" role="region" aria-label={t("cards.queues")} tabIndex={0}>
          <table className="lt-sv-table">
            <thead>
              <tr>
                {["name", "waiting", "longest", "ready", "offered", "answered", "abandoned", "answerRate", "serviceLevel"].map((key) => (
                  <th key={key} scope="col">
                    {t(`queues.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([id, queue]) => (
                <Row key={id} id={id} queue={queue} alerts={alerts} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </CardFrame>
  );
}
