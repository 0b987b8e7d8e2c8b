/** How many agents are in each state, as a bar and in numbers. */
import { useTranslation } from "react-i18next";
import { agentLooks } from "@/ui/AgentLook";
import { countStates } from "../order";
import { useFloor } from "../state";
import { CardFrame, NothingHere } from "./CardFrame";

export function StatesCard() {
  const { t } = useTranslation("supervision");
  const agents = useFloor((floor) => floor.agents) ?? {};
  const counts = countStates(agents).filter(([state]) => state !== "offline");
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return (
    <CardFrame title={t("cards.states")} count={total}>
      {total === 0 ? (
        <NothingHere>{t("agents.none")}</NothingHere>
      ) : (
        <>
          <div className="lt-sv-bar" aria-hidden="true">
            {counts.map(([state, count]) => (
              <span key={state} className={`lt-sv-bar-${agentLooks[state].tone}`} style={{ flexGrow: count }} />
            ))}
          </div>
          <ul className="lt-sv-states">
            {counts.map(([state, count]) => (
              <li key={state} className={`lt-tone-${agentLooks[state].tone}`}>
                <span aria-hidden="true">{agentLooks[state].icon}</span> {t(`bar:state.${state}`)} <b className="lt-num">{count}</b>
              </li>
            ))}
          </ul>
        </>
      )}
    </CardFrame>
  );
}
