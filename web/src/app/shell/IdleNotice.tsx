/** Warns before the session ends for want of anybody; any key or movement keeps it. */
import { ClockCircleOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { tellActive, useRealtime } from "@/rt/store";
import { useTicking } from "@/ui/Elapsed";
import { watchActivity } from "./activity";

function Countdown({ endsAt }: { endsAt: number }) {
  const { t } = useTranslation("shell");
  const seconds = useTicking(() => Math.max(0, Math.ceil((endsAt - Date.now()) / 1000)));
  return (
    <p className="lt-banner lt-tone-warn">
      <ClockCircleOutlined aria-hidden="true" /> <span aria-live="off">{t("idle.soon", { seconds })}</span>
      <Button size="small" onClick={tellActive}>
        {t("idle.stay")}
      </Button>
    </p>
  );
}

export function IdleNotice() {
  const endsAt = useRealtime((link) => link.endsAt);
  useEffect(() => watchActivity(tellActive, () => useRealtime.getState().endsAt !== undefined), []);
  return <div role="alert">{endsAt !== undefined && <Countdown endsAt={endsAt} />}</div>;
}
