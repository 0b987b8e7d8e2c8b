/** The wallboard (监控大屏): the company's floor as it is now. */
import { Spin } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useWatch } from "@/rt/store";
import { PageShell } from "@/ui/PageShell";
import { AgentRows } from "./AgentRows";
import { longestFirst } from "./agents";
import { slots } from "./slots";
import { FLOOR, useFloor } from "./state";

export default function BoardPage() {
  const { t } = useTranslation("supervision");
  useWatch(FLOOR);
  const agents = useFloor((floor) => floor.agents);
  const rows = useMemo(() => longestFirst(agents ?? {}), [agents]);
  const Strip = slots.strip;
  return (
    <PageShell title={t("title")} hint={t("hint")}>
      {Strip && <Strip />}
      {agents === undefined ? <Spin className="lt-page-spin" size="large" /> : <AgentRows agents={rows} />}
    </PageShell>
  );
}
