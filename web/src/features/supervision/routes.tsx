/** The wallboard in the registry of pages. */
import { DashboardOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const BoardPage = lazy(() => import("./BoardPage"));

const feature: Feature = {
  pages: [
    {
      path: "/supervision",
      title: "supervision:title",
      component: BoardPage,
      permissions: ["supervision.see"],
      menu: { group: "service", order: 5, name: "supervision", icon: <DashboardOutlined /> },
    },
  ],
};

export default feature;
