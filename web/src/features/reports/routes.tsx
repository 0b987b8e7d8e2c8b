/** Reports in the registry of pages. */
import { BarChartOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const CataloguePage = lazy(() => import("./CataloguePage"));
const ReportPage = lazy(() => import("./ReportPage"));

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
    { path: "/reports/$reportKey", title: "reports:one", component: ReportPage, permissions },
  ],
};

export default feature;
