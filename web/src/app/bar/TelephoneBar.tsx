/** The telephone bar (话务控制区), on top of every page: state, the agent's controls, the call's controls. */
import { useTranslation } from "react-i18next";
import { useShallow } from "zustand/react/shallow";
import { usePhone } from "@/phone/view";
import { useRealtime } from "@/rt/store";
import { Elapsed } from "@/ui/Elapsed";
import { AgentControls } from "./AgentControls";
import { AgentStateTag } from "./AgentStateTag";
import { CallControls } from "./CallControls";
import { HandButton } from "./HandButton";
import { barModel } from "./legal";

export function TelephoneBar() {
  const { t } = useTranslation("bar");
  const facts = useRealtime(useShallow(({ state }) => ({ agent: state?.agent, offer: state?.offer, call: state?.call, here: !!state })));
  const mode = usePhone((phone) => phone.view.mode);
  const { agent } = facts;
  const model = barModel(facts, mode);
  return (
    <div className="lt-bar" role="toolbar" aria-label={t("label")}>
      {agent ? (
        <>
          <div className="lt-bar-state" aria-live="polite">
            <AgentStateTag agent={agent} />
            <Elapsed since={agent.since} />
          </div>
          <AgentControls agent={agent} slots={model.agent} />
          <HandButton />
          {model.call.length > 0 && <CallControls slots={model.call} />}
        </>
      ) : (
        // Who has no seat is told on the desk; administrators and inspectors need none.
        !facts.here && <p className="lt-bar-none">{t("common:loading")}</p>
      )}
    </div>
  );
}
