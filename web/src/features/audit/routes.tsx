/** The audit trail in the registry of pages. */
import { AuditOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const AuditPage = lazy(() => import("./AuditPage"));

const feature: Feature = {
  pages: [
    {
      path: "/audit",
      title: "audit:title",
      component: AuditPage,
      permissions: ["audit.read"],
      menu: { group: "system", order: 60, name: "audit", icon: <AuditOutlined /> },
    },
  ],
};

export default feature;
