/** Access numbers in the registry of pages. */
import { NumberOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const NumbersPage = lazy(() => import("./NumbersPage"));

const feature: Feature = {
  pages: [
    {
      path: "/numbers",
      title: "numbers:title",
      component: NumbersPage,
      permissions: ["numbers.read"],
      menu: { group: "manage", order: 50, name: "numbers", icon: <NumberOutlined /> },
    },
  ],
};

export default feature;
