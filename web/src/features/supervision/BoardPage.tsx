/** The wallboard (监控大屏): the company's floor as it is now, in cards that everybody chooses for himself. */
import { AppstoreOutlined, ControlOutlined, FullscreenOutlined } from "@ant-design/icons";
import { Button, Result, Spin } from "antd";
import { lazy, Suspense, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usePage } from "@/app/page";
import { useWatch } from "@/rt/store";
import { PageShell } from "@/ui/PageShell";
import { WithPanel } from "@/ui/panel/WithPanel";
import { usePermission } from "@/ui/records/usePermission";
import { HandsStrip } from "./acting/HandsStrip";
import { CardGrid } from "./CardGrid";
import { Freshness } from "./Freshness";
import { FLOOR, useFloorStatus } from "./state";
import { useAlertSound } from "./useAlertSound";
import { useWall } from "./useWall";
import { Wall } from "./Wall";
import { useWallboard, type Wallboard } from "./wallboard";
import "./supervision.css";
import "./wall.css";

const AlertHistory = lazy(() => import("./AlertHistory"));
const ArrangePanel = lazy(() => import("./ArrangePanel"));
const LimitsPanel = lazy(() => import("./LimitsPanel"));

type PanelName = "alerts" | "arrange" | "limits";

function useOpenPanel(wallboard: Wallboard | undefined): { panel: ReactNode; show: (name: PanelName) => void } {
  const { search, setSearch } = usePage<object, { open: PanelName }>();
  const may = usePermission();
  const close = () => setSearch({ open: undefined });
  const panelOf = (name: PanelName | undefined): ReactNode => {
    switch (name) {
      case "alerts":
        return <AlertHistory onClose={close} />;
      case "arrange":
        return wallboard && <ArrangePanel wallboard={wallboard} onClose={close} />;
      case "limits":
        return may("supervision.thresholds") && <LimitsPanel onClose={close} />;
      default:
        return undefined;
    }
  };
  const panel = panelOf(search.open);
  return { panel: panel && <Suspense>{panel}</Suspense>, show: (name) => setSearch({ open: name }) };
}

export default function BoardPage() {
  const { t } = useTranslation("supervision");
  const may = usePermission();
  const status = useFloorStatus();
  const wallboard = useWallboard();
  const wall = useWall();
  const { panel, show } = useOpenPanel(wallboard);
  useWatch(FLOOR);
  useAlertSound(wallboard?.sound ?? false);
  if (status === "refused") return <Result status="403" title={t("refused")} />;
  if (status === "awaited" || !wallboard) return <Spin className="lt-page-spin" size="large" />;
  if (wall.on) {
    return (
      <WithPanel panel={panel}>
        <Wall onLeave={wall.leave}>
          <CardGrid cards={wallboard.cards} />
        </Wall>
      </WithPanel>
    );
  }
  const actions = (
    <>
      {may("supervision.thresholds") && (
        <Button icon={<ControlOutlined />} onClick={() => show("limits")}>
          {t("limits.open")}
        </Button>
      )}
      <Button icon={<AppstoreOutlined />} onClick={() => show("arrange")}>
        {t("arrange.open")}
      </Button>
      <Button type="primary" icon={<FullscreenOutlined />} onClick={wall.enter}>
        {t("wall.enter")}
      </Button>
    </>
  );
  return (
    <WithPanel panel={panel}>
      <PageShell title={t("title")} hint={<Freshness />} actions={actions}>
        <HandsStrip />
        <CardGrid cards={wallboard.cards} />
      </PageShell>
    </WithPanel>
  );
}
