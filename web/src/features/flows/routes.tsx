/** Flows in the registry of pages. */
import { PartitionOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const FlowsPage = lazy(() => import("./FlowsPage"));
const FlowPage = lazy(() => import("./FlowPage"));

const feature: Feature = {
  pages: [
    { path: "/flows", title: "flows:title", component: FlowsPage, permissions: ["flows.read"], menu: { group: "manage", order: 60, name: "flows", icon: <PartitionOutlined /> } },
    { path: "/flows/$flowId", title: "flows:one", component: FlowPage, permissions: ["flows.read"] },
  ],
};

export default feature;
