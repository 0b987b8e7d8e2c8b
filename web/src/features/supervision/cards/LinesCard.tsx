/** External lines by trunk and number, internal lines by telephone (外线状态、内线状态). */
import { useTranslation } from "react-i18next";
import { useFloor, type AgentRow } from "../state";
import { CardFrame } from "./CardFrame";

const IN_USE = new Set<AgentRow["state"]>(["ringing", "dialling", "talking", "holding", "consulting", "conference"]);

export function LinesCard() {
  const { t } = useTranslation("supervision");
  const lines = useFloor((floor) => floor.lines) ?? { trunks: {}, numbers: {} };
  const agents = Object.values(useFloor((floor) => floor.agents) ?? {});
  const phones = agents.filter((agent) => agent.phone === "registered");
  const used = agents.filter((agent) => IN_USE.has(agent.state));
  const trunks = Object.entries(lines.trunks);
  const numbers = Object.entries(lines.numbers).sort(([, a], [, b]) => b - a);
  return (
    <CardFrame title={t("cards.lines")}>
      <dl className="lt-sv-lines">
        <dt>{t("lines.internal")}</dt>
        <dd className="lt-num">{t("lines.phones", { registered: phones.length, total: agents.length, used: used.length })}</dd>
        <dt>{t("lines.external")}</dt>
        <dd className="lt-num">
          {trunks.length === 0
            ? t("lines.idle")
            : trunks.map(([name, use]) => (
                <p key={name}>
                  {name === "default" ? t("lines.defaultTrunk") : name} · {t("lines.inOut", { in: use.in, out: use.out })}
                </p>
              ))}
        </dd>
        {numbers.length > 0 && (
          <>
            <dt>{t("lines.numbers")}</dt>
            <dd className="lt-num">
              {numbers.map(([number, count]) => (
                <p key={number}>
                  {number} · {t("lines.calls", { count })}
                </p>
              ))}
            </dd>
          </>
        )}
      </dl>
    </CardFrame>
  );
}
