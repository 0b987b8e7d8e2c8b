/** Users in the registry of pages. */
import { UserOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const UsersPage = lazy(() => import("./UsersPage"));

const feature: Feature = {
  pages: [
    {
      path: "/users",
      title: "users:title",
      component: UsersPage,
      permissions: ["users.read"],
      menu: { group: "system", order: 10, name: "users", icon: <UserOutlined /> },
    },
  ],
};

export default feature;
