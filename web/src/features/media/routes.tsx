/** The voice library in the registry of pages. */
import { SoundOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const PromptsPage = lazy(() => import("./PromptsPage"));

const feature: Feature = {
  pages: [
    {
      path: "/prompts",
      title: "media:title",
      component: PromptsPage,
      permissions: ["prompts.read"],
      menu: { group: "manage", order: 70, name: "prompts", icon: <SoundOutlined /> },
    },
  ],
};

export default feature;
