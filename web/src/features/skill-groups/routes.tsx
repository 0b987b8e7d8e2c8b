/** Skill groups (技能组) in the registry of pages. */
import { ApartmentOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Feature } from "@/app/registry";

const SkillGroupsPage = lazy(() => import("./SkillGroupsPage"));

const feature: Feature = {
  pages: [
    {
      path: "/skill-groups",
      title: "skill-groups:title",
      component: SkillGroupsPage,
      permissions: ["skill_groups.read"],
      menu: { group: "manage", order: 30, name: "skill_groups", icon: <ApartmentOutlined /> },
    },
  ],
};

export default feature;
