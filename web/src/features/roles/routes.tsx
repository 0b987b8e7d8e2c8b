/** Roles in the registry of pages. */
import { SafetyCertificateOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const RolesPage = lazy(() => import("./RolesPage"));

const feature: Feature = {
  pages: [
    {
      path: "/roles",
      title: "roles:title",
      component: RolesPage,
      permissions: ["roles.read"],
      menu: { group: "system", order: 20, name: "roles", icon: <SafetyCertificateOutlined /> },
    },
  ],
};

export default feature;
