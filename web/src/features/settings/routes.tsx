/** Company settings in the registry of pages. */
import { SettingOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const SettingsPage = lazy(() => import("./SettingsPage"));

const feature: Feature = {
  pages: [
    {
      path: "/settings",
      title: "settings:title",
      component: SettingsPage,
      permissions: ["settings.read"],
      menu: { group: "system", order: 50, name: "settings", icon: <SettingOutlined /> },
    },
  ],
};

export default feature;
