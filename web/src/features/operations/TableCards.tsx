/** The parts that are watched, and the carrier's lines. */
import { CheckCircleFilled, CloseCircleFilled, LoadingOutlined, QuestionCircleFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { StatusTag } from "@/ui/StatusTag";
import { useInstant } from "@/ui/time";
import { Card, Since } from "./Card";
import type { Line, Overview, Part } from "./types";

function PartState({ part }: { part: Part }) {
  const { t } = useTranslation("operations");
  const looks = {
    running: { tone: "good", icon: <CheckCircleFilled /> },
    starting: { tone: "info", icon: <LoadingOutlined /> },
    away: { tone: "bad", icon: <CloseCircleFilled /> },
    silent: { tone: "bad", icon: <CloseCircleFilled /> },
    unheard: { tone: "bad", icon: <CloseCircleFilled /> },
  } as const;
  const { tone, icon } = looks[part.state];
  return (
    <StatusTag tone={tone} icon={icon}>
      {t(`parts.${part.state}`)}
    </StatusTag>
  );
}

export function PartsCard({ parts }: { parts: Part[] }) {
  const { t } = useTranslation("operations");
  const instant = useInstant();
  return (
    <Card title={t("parts.title")} wide>
      {parts.length === 0 ? (
        <p className="lt-page-hint">{t("parts.none")}</p>
      ) : (
        <table className="lt-rows">
          <thead>
            <tr>
              <th scope="col">{t("parts.name")}</th>
              <th scope="col">{t("parts.state")}</th>
              <th scope="col">{t("parts.since")}</th>
              <th scope="col">{t("parts.restarts")}</th>
              <th scope="col">{t("parts.lastEnd")}</th>
            </tr>
          </thead>
          <tbody>
            {parts.map((part) => (
              <tr key={part.name}>
                <th scope="row">
                  {part.name}
                  <span className="lt-sub">{t(`parts.about.${part.name}`, { defaultValue: "" })}</span>
                </th>
                <td>
                  <PartState part={part} />
                </td>
                <td className="lt-num">
                  <Since at={part.since} />
                </td>
                <td className="lt-num">{part.restarts}</td>
                <td className="lt-num">{part.last_end ? instant(part.last_end, "MM-DD HH:mm:ss") : t("common:none")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function Reachable({ line }: { line: Line }) {
  const { t } = useTranslation("operations");
  if (line.reachable === null)
    return (
      <StatusTag tone="quiet" icon={<QuestionCircleFilled />}>
        {t("lines.unknown")}
      </StatusTag>
    );
  return line.reachable ? (
    <StatusTag tone="good" icon={<CheckCircleFilled />}>
      {t("lines.answers")}
    </StatusTag>
  ) : (
    <StatusTag tone="bad" icon={<CloseCircleFilled />}>
      {t("lines.silent")}
    </StatusTag>
  );
}

function Registration({ line }: { line: Line }) {
  const { t } = useTranslation("operations");
  if (line.registration === null) return <>{t("lines.notWanted")}</>;
  const good = line.registration === "registered";
  return (
    <StatusTag tone={good ? "good" : "bad"} icon={good ? <CheckCircleFilled /> : <CloseCircleFilled />}>
      {t(`lines.registration.${line.registration}`, { defaultValue: line.registration })}
    </StatusTag>
  );
}

export function LinesCard({ switch: asterisk }: { switch: Overview["switch"] }) {
  const { t } = useTranslation("operations");
  const lines = asterisk?.lines ?? [];
  return (
    <Card title={t("lines.title")} wide>
      {lines.length === 0 ? (
        <p className="lt-page-hint">{asterisk ? t("lines.none") : t("lines.away")}</p>
      ) : (
        <table className="lt-rows">
          <thead>
            <tr>
              <th scope="col">{t("lines.name")}</th>
              <th scope="col">{t("lines.gateway")}</th>
              <th scope="col">{t("lines.state")}</th>
              <th scope="col">{t("lines.roundTrip")}</th>
              <th scope="col">{t("lines.register")}</th>
              <th scope="col">{t("lines.calls")}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.name}>
                <th scope="row">{line.name}</th>
                <td className="lt-num">{line.address}</td>
                <td>
                  <Reachable line={line} />
                </td>
                <td className="lt-num">{line.round_trip_ms === null ? t("common:none") : t("milliseconds", { count: Math.round(line.round_trip_ms) })}</td>
                <td>
                  <Registration line={line} />
                </td>
                <td className="lt-num">{line.calls}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
