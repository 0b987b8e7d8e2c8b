/** The operator's view in the registry of pages. */
import { ToolOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const OperationsPage = lazy(() => import("./OperationsPage"));

const feature: Feature = {
  pages: [
    {
      path: "/operations",
      title: "operations:title",
      component: OperationsPage,
      permissions: ["operations.see"],
      menu: { group: "system", order: 70, name: "operations", icon: <ToolOutlined /> },
    },
  ],
};

export default feature;
