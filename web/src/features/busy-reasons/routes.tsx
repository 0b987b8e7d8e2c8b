/** Busy reasons in the registry of pages. */
import { CoffeeOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const BusyReasonsPage = lazy(() => import("./BusyReasonsPage"));

const feature: Feature = {
  pages: [
    {
      path: "/busy-reasons",
      title: "busy-reasons:title",
      component: BusyReasonsPage,
      permissions: ["busy_reasons.read"],
      menu: { group: "system", order: 40, name: "busy_reasons", icon: <CoffeeOutlined /> },
    },
  ],
};

export default feature;
