/** Reports in the registry of pages. */
import { BarChartOutlined, FileTextOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const CataloguePage = lazy(() => import("./CataloguePage"));
const ReportPage = lazy(() => import("./ReportPage"));
const SavedPage = lazy(() => import("./SavedPage"));
const SavedReportPage = lazy(() => import("./SavedReportPage"));

const permissions = ["reports.see"];

const feature: Feature = {
  pages: [
    {
      path: "/reports",
      title: "reports:title",
      component: CataloguePage,
      permissions,
      menu: { group: "reports", order: 10, name: "reports", icon: <BarChartOutlined /> },
    },
    {
      path: "/reports/saved",
      title: "reports:saved.title",
      component: SavedPage,
      permissions,
      menu: { group: "reports", order: 20, name: "reports", icon: <FileTextOutlined /> },
    },
    { path: "/reports/saved/$savedId", title: "reports:saved.title", component: SavedReportPage, permissions },
    { path: "/reports/$reportKey", title: "reports:one", component: ReportPage, permissions },
  ],
};

export default feature;
