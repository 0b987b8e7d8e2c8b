/** The test call page in the registry of pages. */
import { ExperimentOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const TestCallPage = lazy(() => import("./TestCallPage"));

const feature: Feature = {
  pages: [
    { path: "/test-call", title: "testcall:title", component: TestCallPage, permissions: ["desk.use"], menu: { group: "work", order: 90, icon: <ExperimentOutlined /> } },
  ],
};

export default feature;
