/** The agent's desk in the registry of pages. */
import { CustomerServiceOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const DeskPage = lazy(() => import("./DeskPage"));

const feature: Feature = {
  pages: [
    { path: "/desk", title: "desk:title", component: DeskPage, permissions: ["desk.use"], menu: { group: "work", order: 1, name: "desk", icon: <CustomerServiceOutlined /> } },
  ],
};

export default feature;
