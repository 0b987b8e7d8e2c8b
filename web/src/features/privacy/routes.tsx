/** Personal data in the registry of pages. */
import { SafetyOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const PrivacyPage = lazy(() => import("./PrivacyPage"));

const feature: Feature = {
  pages: [
    {
      path: "/privacy",
      title: "privacy:title",
      component: PrivacyPage,
      permissions: ["privacy.act"],
      menu: { group: "system", order: 65, name: "privacy", icon: <SafetyOutlined /> },
    },
  ],
};

export default feature;
