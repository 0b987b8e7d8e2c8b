/** The configuration text in the registry of pages. */
import { FileSyncOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const ConfigurationPage = lazy(() => import("./ConfigurationPage"));

const feature: Feature = {
  pages: [
    {
      path: "/configuration",
      title: "configuration:title",
      component: ConfigurationPage,
      permissions: ["configuration.read"],
      menu: { group: "system", order: 55, name: "configuration", icon: <FileSyncOutlined /> },
    },
  ],
};

export default feature;
