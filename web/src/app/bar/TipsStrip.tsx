/** Leaders' words on the agent's desk, also while he talks, until he puts them away. */
import { BulbOutlined, InfoCircleOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { leading } from "@/api/leading";
import { useDesk } from "@/rt/store";
import { Elapsed } from "@/ui/Elapsed";
import { useCommand } from "@/ui/problemText";

export function TipsStrip() {
  const { t } = useTranslation("leading");
  const run = useCommand();
  const tips = useDesk((state) => state.tips) ?? [];
  return (
    <section aria-label={t("tips")} aria-live="polite" className="lt-tips">
      {tips.map((tip) => (
        <div key={tip.id} className={`lt-banner ${tip.kind === "tip" ? "lt-tone-info" : "lt-tone-warn"}`}>
          {tip.kind === "tip" ? <BulbOutlined aria-hidden="true" /> : <InfoCircleOutlined aria-hidden="true" />}
          <span className="lt-tip-text">
            <strong>{t(`tip.${tip.kind}`, { sender: tip.sender ?? "" })}</strong> {tip.text}
          </span>
          <Elapsed since={tip.sent_at} />
          <Button size="small" onClick={() => void run(() => leading.tipSeen(tip.id))}>
            {t("tipSeen")}
          </Button>
        </div>
      ))}
    </section>
  );
}
