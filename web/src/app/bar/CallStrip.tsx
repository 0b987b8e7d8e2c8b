/** The strip under the bar while there is a call or wrap-up: who, how long, recorded or muted, how good the line is. */
import { AudioMutedOutlined, PauseCircleFilled } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { usePhone } from "@/phone/view";
import type { Call, Caller, WrapUp } from "@/rt/state";
import { useDesk } from "@/rt/store";
import { Elapsed, Remaining } from "@/ui/Elapsed";
import { useCallerText } from "@/ui/callerText";
import { LineQuality } from "./LineQuality";
import { useDeskCommands } from "./useDeskCommands";

export const EXTEND_SECONDS = 30;

function Who({ caller }: { caller: Caller | undefined }) {
  const text = useCallerText()(caller);
  return (
    <span className="lt-strip-who">
      <strong className="lt-num">{text.number}</strong>
      {text.about && <span>{text.about}</span>}
    </span>
  );
}

function CallLine({ call }: { call: Call }) {
  const { t } = useTranslation("bar");
  const quality = usePhone((phone) => phone.view.quality);
  const held = call.state === "held";
  const tone = held ? "violet" : call.state === "reconnecting" ? "bad" : "info";
  return (
    <div className={`lt-strip lt-tone-${tone}`} role="status">
      <span className="lt-strip-state">
        {held && <PauseCircleFilled aria-hidden="true" />}
        {t(`callState.${call.state}`)} <Elapsed since={held ? (call.held_since ?? call.since) : call.since} />
      </span>
      {call.state === "reconnecting" && call.reconnect_by && (
        <span>
          {t("reconnectLeft")} <Remaining until={call.reconnect_by} />
        </span>
      )}
      <Who caller={call.caller} />
      {call.queue && <span>{call.queue.name}</span>}
      <span className="lt-strip-end">
        {call.muted && (
          <span className="lt-strip-flag">
            <AudioMutedOutlined aria-hidden="true" /> {t("muted")}
          </span>
        )}
        {call.recording && (
          <span className="lt-strip-flag lt-recording">
            <i aria-hidden="true" /> {t("recording")}
          </span>
        )}
        {quality && <LineQuality quality={quality} />}
      </span>
    </div>
  );
}

function WrapUpLine({ wrapUp }: { wrapUp: WrapUp }) {
  const { t } = useTranslation("bar");
  const commands = useDeskCommands();
  return (
    <div className="lt-strip lt-tone-violet" role="status">
      <span className="lt-strip-state">{t("state.wrapping")}</span>
      <Who caller={wrapUp.caller} />
      {wrapUp.not_connected && <strong>{t("notConnected", { why: t(`notConnectedBy.${wrapUp.not_connected}`, { defaultValue: t("notConnectedBy.failed") }) })}</strong>}
      {wrapUp.ends_at ? (
        <span>
          {t("wrapUpLeft")} <Remaining until={wrapUp.ends_at} />
        </span>
      ) : (
        <Elapsed since={wrapUp.since} />
      )}
      <span className="lt-strip-end">
        {wrapUp.ends_at && (
          <Button size="small" onClick={() => void commands.extendWrapUp(EXTEND_SECONDS)}>
            {t("extend", { seconds: EXTEND_SECONDS })}
          </Button>
        )}
        <Button size="small" type="primary" onClick={() => void commands.finishWrapUp()} aria-keyshortcuts="Alt+Enter" title={`${t("finishWrapUp")} (Alt+Enter)`}>
          {t("finishWrapUp")}
        </Button>
      </span>
    </div>
  );
}

export function CallStrip() {
  const call = useDesk((state) => state.call);
  const wrapUp = useDesk((state) => state.wrap_up);
  if (call) return <CallLine call={call} />;
  return wrapUp ? <WrapUpLine wrapUp={wrapUp} /> : null;
}
