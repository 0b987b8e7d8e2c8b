/** The strip of a leader who listens: to whom, in which mode, and the way out. */
import { CustomerServiceOutlined } from "@ant-design/icons";
import { App, Button, Radio } from "antd";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { leading } from "@/api/leading";
import type { Listening, ListenMode } from "@/rt/state";
import { useDesk } from "@/rt/store";
import { Elapsed } from "@/ui/Elapsed";
import { useCommand } from "@/ui/problemText";
import { usePermission } from "@/ui/records/usePermission";

const ActDialog = lazy(() => import("@/features/supervision/acting/ActDialog"));

const MODES: [ListenMode, string][] = [
  ["silent", "supervision.listen"],
  ["whisper", "supervision.whisper"],
  ["barge", "supervision.barge"],
];

/** Says why a listening ended that this page showed, unless the leader ended it himself. */
function useOver(): void {
  const { t } = useTranslation("leading");
  const { message } = App.useApp();
  const id = useDesk((state) => state.listening?.id);
  const over = useDesk((state) => state.listening_over);
  const shown = useRef<string>(undefined);
  useEffect(() => {
    if (id) shown.current = id;
    if (id || !over || over.id !== shown.current) return;
    shown.current = undefined;
    if (over.why === "talk_ended" || over.why === "no_phone" || over.why === "line_lost") void message.info(t(`over.${over.why}`));
  }, [id, over, message, t]);
}

function Line({ listening }: { listening: Listening }) {
  const { t } = useTranslation("leading");
  const run = useCommand();
  const may = usePermission();
  const { state, mode } = listening;
  const [taking, setTaking] = useState(false);
  return (
    <section className="lt-strip lt-tone-accent lt-listening" aria-label={t("listening")}>
      <span className="lt-strip-state" role="status">
        <CustomerServiceOutlined aria-hidden="true" />
        {t(state === "listening" ? "listening" : state)}
      </span>
      <span className="lt-strip-who">
        <strong>{listening.name}</strong>
        <span className="lt-num">{listening.seat}</span>
        <Elapsed since={listening.since} />
      </span>
      <span className="lt-strip-end">
        <span className="lt-listening-hint">{t(`modeHint.${mode}`)}</span>
        <Radio.Group
          size="small"
          optionType="button"
          buttonStyle="solid"
          aria-label={t("modes")}
          value={mode}
          options={MODES.filter(([, permission]) => may(permission)).map(([value]) => ({ value, label: t(`mode.${value}`) }))}
          onChange={({ target }) => void run(() => leading.switchMode(target.value as ListenMode))}
        />
        {may("supervision.take_over") && (
          <Button size="small" disabled={state !== "listening"} onClick={() => setTaking(true)}>
            {t("act.take_over")}
          </Button>
        )}
        <Button size="small" danger onClick={() => void run(leading.stopListening)}>
          {t("stop")}
        </Button>
      </span>
      {taking && (
        <Suspense>
          <ActDialog act="take_over" agentId={listening.agent} name={listening.name ?? ""} onClose={() => setTaking(false)} />
        </Suspense>
      )}
    </section>
  );
}

export function ListeningStrip() {
  const listening = useDesk((state) => state.listening);
  useOver();
  return listening ? <Line listening={listening} /> : null;
}
