/** Skill groups (技能组): who can do what, and how well. */
import { ApartmentOutlined } from "@ant-design/icons";
import type { ColumnsType } from "antd/es/table";
import { useTranslation } from "react-i18next";
import type { Queue, SkillGroup, UserRecord } from "@/api/records";
import { usePage } from "@/app/page";
import { RecordsPage } from "@/ui/records/RecordsPage";
import { useLookup } from "@/ui/records/useLookup";
import "./skill-groups.css";
import { SkillGroupEditor } from "./SkillGroupEditor";

const SHOWN = 4;

export default function SkillGroupsPage() {
  const { t } = useTranslation("skill-groups");
  const { setSearch } = usePage<object, { open: string }>();
  const users = useLookup<UserRecord>("/users").items;
  const queues = useLookup<Queue>("/queues").items;
  const names = new Map(users.map((user) => [user.id, user.name]));
  const nameOf = (agent: string) => names.get(agent) ?? t("common:unknown");
  const firstOf = (all: string[]) => all.slice(0, SHOWN).join(t("common:between")) + (all.length > SHOWN ? t("andMore") : "");
  const queuesOf = (group: SkillGroup) => queues.filter((queue) => queue.requirements.some((one) => one.group === group.id));
  const columns: ColumnsType<SkillGroup> = [
    {
      title: t("name"),
      dataIndex: "name",
      sorter: (a, b) => a.name.localeCompare(b.name),
      render: (name: string, group) => (
        <button type="button" className="lt-name" onClick={() => setSearch({ open: group.id })}>
          {name}
        </button>
      ),
    },
    {
      title: t("members"),
      key: "members",
      render: (_, group) => firstOf(group.members.map((member) => nameOf(member.agent))),
    },
    { title: t("count"), key: "count", align: "right", className: "lt-num", sorter: (a, b) => a.members.length - b.members.length, render: (_, group) => group.members.length },
    { title: t("queues"), key: "queues", render: (_, group) => firstOf(queuesOf(group).map((queue) => queue.name)) || t("common:none") },
  ];
  return (
    <RecordsPage<SkillGroup>
      path="/skill-groups"
      title={t("title")}
      hint={t("hint")}
      createLabel={t("create")}
      writePermission="skill_groups.write"
      columns={columns}
      nameOf={(group) => group.name}
      textOf={(group) => [group.name, ...group.members.map((member) => nameOf(member.agent))].join(" ")}
      editor={SkillGroupEditor}
      dependentsOf={(group) => queuesOf(group).map((queue) => ({ kind: t("queue"), name: queue.name }))}
      empty={{ icon: <ApartmentOutlined />, title: t("empty"), hint: t("emptyHint") }}
    />
  );
}
