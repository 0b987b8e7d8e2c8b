/** The seat information area (坐席信息区) under the menu: seat number, extension, state. */
import { useTranslation } from "react-i18next";
import type { Me } from "@/api/types";
import { AgentStateTag } from "@/app/bar/AgentStateTag";
import { useDesk } from "@/rt/store";
import { Elapsed } from "@/ui/Elapsed";

export function SeatPanel({ me }: { me: Me }) {
  const { t } = useTranslation("shell");
  const agent = useDesk((state) => state.agent);
  const own = useDesk((state) => state.me);
  const seat = own?.seat ?? me.seat?.number;
  const extension = own?.extension ?? me.seat?.extension;
  return (
    <section className="lt-seat" aria-label={t("seat.area")}>
      <dl>
        <div>
          <dt>{t("seat.number")}</dt>
          <dd className="lt-num">{seat ?? t("seat.none")}</dd>
        </div>
        <div>
          <dt>{t("seat.extension")}</dt>
          <dd className="lt-num">{extension ?? "–"}</dd>
        </div>
        {agent?.calls_today !== undefined && (
          <div>
            <dt>{t("seat.today")}</dt>
            <dd className="lt-num">{agent.calls_today}</dd>
          </div>
        )}
        {agent?.missed_today !== undefined && (
          <div>
            <dt>{t("seat.missed")}</dt>
            <dd className="lt-num">{agent.missed_today}</dd>
          </div>
        )}
      </dl>
      {agent && (
        <p className="lt-seat-state">
          <AgentStateTag agent={agent} />
          <Elapsed since={agent.since} />
        </p>
      )}
    </section>
  );
}
