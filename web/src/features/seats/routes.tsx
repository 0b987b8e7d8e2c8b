/** Seats in the registry of pages. */
import { DesktopOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const SeatsPage = lazy(() => import("./SeatsPage"));

const feature: Feature = {
  pages: [
    {
      path: "/seats",
      title: "seats:title",
      component: SeatsPage,
      permissions: ["seats.read"],
      menu: { group: "system", order: 30, name: "seats", icon: <DesktopOutlined /> },
    },
  ],
};

export default feature;
