/** Users: who may log in, with which roles, at which seat. */
import { CheckCircleFilled, StopFilled, TableOutlined, UserOutlined } from "@ant-design/icons";
import { Avatar, Button, Select } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Role, UserRecord } from "@/api/records";
import { usePage } from "@/app/page";
import { pick } from "@/i18n";
import { initials } from "@/ui/initials";
import { RecordsPage } from "@/ui/records/RecordsPage";
import { useLookup } from "@/ui/records/useLookup";
import { usePermission } from "@/ui/records/usePermission";
import { StatusTag } from "@/ui/StatusTag";
import { DAY, useInstant } from "@/ui/time";
import { ImportPeople, IMPORT_NEEDS } from "./ImportPeople";
import { UserEditor } from "./UserEditor";
import "./users.css";

function UserState({ user }: { user: UserRecord }) {
  const { t } = useTranslation("users");
  if (!user.active) {
    return (
      <StatusTag tone="quiet" icon={<StopFilled />}>
        {t("inactive")}
      </StatusTag>
    );
  }
  return (
    <span>
      <StatusTag tone="good" icon={<CheckCircleFilled />}>
        {t("active")}
      </StatusTag>
      {user.must_change_password && <span className="lt-sub">{t("mustChange")}</span>}
    </span>
  );
}

const IMPORT = "import";

export default function UsersPage() {
  const { t } = useTranslation("users");
  const instant = useInstant();
  const { search, setSearch } = usePage<object, { open: string }>();
  const may = usePermission();
  const mayImport = IMPORT_NEEDS.every(may);
  const importing = mayImport && search.open === IMPORT;
  const roles = useLookup<Role>("/roles").items;
  const [role, setRole] = useState<string>();
  const roleNames = (user: UserRecord) => roles.filter((one) => user.roles.includes(one.id)).map(pick);
  const columns: ColumnsType<UserRecord> = [
    {
      title: t("name"),
      key: "name",
      sorter: (a, b) => a.name.localeCompare(b.name),
      render: (_, user) => (
        <span className="lt-person">
          <Avatar className="lt-avatar" src={user.photo_url ?? undefined} alt="" size={28}>
            {initials(user.name)}
          </Avatar>
          <button type="button" className="lt-name" onClick={() => setSearch({ open: user.id })}>
            {user.name}
          </button>
        </span>
      ),
    },
    { title: t("account"), dataIndex: "account", sorter: (a, b) => a.account.localeCompare(b.account) },
    {
      title: t("roles"),
      key: "roles",
      render: (_, user) => (
        <span className="lt-chips">
          {roles
            .filter((one) => user.roles.includes(one.id))
            .map((one) => (
              <StatusTag key={one.id} tone="quiet">
                {pick(one)}
              </StatusTag>
            ))}
        </span>
      ),
    },
    {
      title: t("seat"),
      key: "seat",
      className: "lt-num",
      sorter: (a, b) => (a.seat?.number ?? "").localeCompare(b.seat?.number ?? ""),
      render: (_, user) => (user.seat ? t("seatText", user.seat) : t("common:none")),
    },
    { title: t("state"), key: "state", render: (_, user) => <UserState user={user} /> },
    { title: t("created"), dataIndex: "created_at", className: "lt-num", render: (at: string) => instant(at, DAY) },
  ];
  return (
    <RecordsPage<UserRecord>
      path="/users"
      title={t("title")}
      hint={t("hint")}
      createLabel={t("create")}
      writePermission="users.write"
      columns={columns}
      nameOf={(user) => user.name}
      textOf={(user) => [user.name, user.account, user.seat?.number, user.seat?.extension, ...roleNames(user)].join(" ")}
      editor={UserEditor}
      deleteHint={t("deleteHint")}
      filters={
        <Select
          className="lt-filter"
          allowClear
          value={role}
          onChange={setRole}
          placeholder={t("allRoles")}
          aria-label={t("roles")}
          options={roles.map((one) => ({ value: one.id, label: pick(one) }))}
        />
      }
      actions={
        mayImport && (
          <Button icon={<TableOutlined />} onClick={() => setSearch({ open: IMPORT })}>
            {t("sheet.open")}
          </Button>
        )
      }
      panel={importing && <ImportPeople onClose={() => setSearch({ open: undefined })} />}
      keep={(user) => !role || user.roles.includes(role)}
      empty={{ icon: <UserOutlined />, title: t("empty"), hint: t("emptyHint") }}
    />
  );
}
