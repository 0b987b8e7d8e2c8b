/** Whether the floor is live; if not, of when it is. */
import { CheckCircleFilled, DisconnectOutlined } from "@ant-design/icons";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "@/api/clock";
import { useRealtime } from "@/rt/store";
import { CLOCK, useInstant } from "@/ui/time";
import { FLOOR } from "./state";

/** When the line was lost; undefined while it is open. */
function useLostAt(): number | undefined {
  const open = useRealtime((link) => link.status === "open");
  const [lostAt, setLostAt] = useState<number>();
  useEffect(() => setLostAt(open ? undefined : serverNow()), [open]);
  return lostAt;
}

export function Freshness() {
  const { t } = useTranslation("supervision");
  const lostAt = useLostAt();
  const failingAt = useRealtime((link) => link.stale[FLOOR]);
  const instant = useInstant();
  const since = lostAt ?? failingAt;
  const time = since && instant(since, CLOCK);
  return (
    <span role="status" className={since ? "lt-sv-fresh lt-sv-alarm" : "lt-sv-fresh"}>
      {since ? <DisconnectOutlined aria-hidden="true" /> : <CheckCircleFilled aria-hidden="true" />} {since ? t(lostAt ? "stale" : "failing", { time }) : t("live")}
    </span>
  );
}
