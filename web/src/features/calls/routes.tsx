/** The call log and a call's story in the registry of pages. */
import { HistoryOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const CallsPage = lazy(() => import("./CallsPage"));
const CallPage = lazy(() => import("./CallPage"));

const permissions = ["calls.read", "calls.read_own"];

const feature: Feature = {
  pages: [
    {
      path: "/calls",
      title: "calls:title",
      component: CallsPage,
      permissions,
      menu: { group: "service", order: 10, name: "calls", icon: <HistoryOutlined /> },
    },
    { path: "/calls/$callId", title: "calls:one", component: CallPage, permissions },
  ],
};

export default feature;
