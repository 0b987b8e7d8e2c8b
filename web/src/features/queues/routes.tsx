/** Queues in the registry of pages. */
import { OrderedListOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const QueuesPage = lazy(() => import("./QueuesPage"));

const feature: Feature = {
  pages: [
    {
      path: "/queues",
      title: "queues:title",
      component: QueuesPage,
      permissions: ["queues.read"],
      menu: { group: "manage", order: 40, name: "queues", icon: <OrderedListOutlined /> },
    },
  ],
};

export default feature;
