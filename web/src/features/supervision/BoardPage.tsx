/** The wallboard (监控大屏): the company's floor as it is now, in cards that everybody chooses for himself. */
import { AppstoreOutlined, ControlOutlined, FullscreenOutlined } from "@ant-design/icons";
import { Button, Result, Spin } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWatch } from "@/rt/store";
import { PageShell } from "@/ui/PageShell";
import { usePermission } from "@/ui/records/usePermission";
import { HandsStrip } from "./acting/HandsStrip";
import { CardGrid } from "./CardGrid";
import { Freshness } from "./Freshness";
import { FLOOR, useFloorStatus } from "./state";
import { useAlertSound } from "./useAlertSound";
import { useWall } from "./useWall";
import { Wall } from "./Wall";
import { useWallboard } from "./wallboard";
import "./supervision.css";
import "./wall.css";

const ArrangePanel = lazy(() => import("./ArrangePanel"));
const LimitsPanel = lazy(() => import("./LimitsPanel"));

type Panel = "arrange" | "limits" | undefined;

export default function BoardPage() {
  const { t } = useTranslation("supervision");
  const may = usePermission();
  const status = useFloorStatus();
  const wallboard = useWallboard();
  const wall = useWall();
  const [panel, setPanel] = useState<Panel>();
  useWatch(FLOOR);
  useAlertSound(wallboard?.sound ?? false);
  if (status === "refused") return <Result status="403" title={t("refused")} />;
  if (status === "awaited" || !wallboard) return <Spin className="lt-page-spin" size="large" />;
  if (wall.on) {
    return (
      <Wall onLeave={wall.leave}>
        <CardGrid cards={wallboard.cards} />
      </Wall>
    );
  }
  const actions = (
    <>
      {may("supervision.thresholds") && (
        <Button icon={<ControlOutlined />} onClick={() => setPanel("limits")}>
          {t("limits.open")}
        </Button>
      )}
      <Button icon={<AppstoreOutlined />} onClick={() => setPanel("arrange")}>
        {t("arrange.open")}
      </Button>
      <Button type="primary" icon={<FullscreenOutlined />} onClick={wall.enter}>
        {t("wall.enter")}
      </Button>
    </>
  );
  return (
    <PageShell title={t("title")} hint={<Freshness />} actions={actions}>
      <HandsStrip />
      <CardGrid cards={wallboard.cards} />
      <Suspense>
        {panel === "arrange" && <ArrangePanel wallboard={wallboard} onClose={() => setPanel(undefined)} />}
        {panel === "limits" && <LimitsPanel onClose={() => setPanel(undefined)} />}
      </Suspense>
    </PageShell>
  );
}
