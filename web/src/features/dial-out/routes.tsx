/** Rules for calling out in the registry of pages. */
import { PhoneOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const DialOutPage = lazy(() => import("./DialOutPage"));

const feature: Feature = {
  pages: [
    {
      path: "/dial-out",
      title: "dial-out:title",
      component: DialOutPage,
      permissions: ["settings.read"],
      menu: { group: "manage", order: 55, name: "dial_out", icon: <PhoneOutlined /> },
    },
  ],
};

export default feature;
