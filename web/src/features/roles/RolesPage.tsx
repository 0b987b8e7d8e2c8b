/** Roles in two layers: what agents may do at their seats, and what others may do on the platform. */
import { SafetyCertificateOutlined } from "@ant-design/icons";
import type { ColumnsType } from "antd/es/table";
import { useTranslation } from "react-i18next";
import type { Permission, Role } from "@/api/records";
import { usePage } from "@/app/page";
import { pick } from "@/i18n";
import { RecordsPage } from "@/ui/records/RecordsPage";
import { useLookup } from "@/ui/records/useLookup";
import { StatusTag } from "@/ui/StatusTag";
import { EVERYTHING } from "./choices";
import { RoleEditor } from "./RoleEditor";
import "./roles.css";

const SHOWN = 3;

export default function RolesPage() {
  const { t } = useTranslation("roles");
  const { setSearch } = usePage<object, { open: string }>();
  const permissions = useLookup<Permission>("/permissions").items;
  const rightsOf = (role: Role): string => {
    if (role.permissions.includes(EVERYTHING)) return t("everythingShort");
    const names = permissions.filter((one) => role.permissions.includes(one.name)).map(pick);
    if (!names.length) return t("common:none");
    const rest = names.length > SHOWN ? t("andMore", { total: names.length }) : "";
    return names.slice(0, SHOWN).join(t("comma")) + rest;
  };
  const columns: ColumnsType<Role> = [
    {
      title: t("name"),
      key: "name",
      sorter: (a, b) => pick(a).localeCompare(pick(b)),
      render: (_, role) => (
        <>
          <button type="button" className="lt-name" onClick={() => setSearch({ open: role.id })}>
            {pick(role)}
          </button>
          {role.key && <span className="lt-sub">{t("shipped")}</span>}
        </>
      ),
    },
    {
      title: t("layer"),
      dataIndex: "layer",
      sorter: (a, b) => a.layer.localeCompare(b.layer),
      render: (layer: Role["layer"]) => <StatusTag tone={layer === "seat" ? "accent" : "violet"}>{t(`layers.${layer}`)}</StatusTag>,
    },
    { title: t("permissions"), key: "permissions", render: (_, role) => <p className="lt-rights">{rightsOf(role)}</p> },
    { title: t("users"), dataIndex: "users", align: "right", className: "lt-num", sorter: (a, b) => a.users - b.users },
  ];
  return (
    <RecordsPage<Role>
      path="/roles"
      title={t("title")}
      hint={t("hint")}
      createLabel={t("create")}
      writePermission="roles.write"
      columns={columns}
      nameOf={pick}
      textOf={(role) => [role.name, role.zh, role.en].join(" ")}
      editor={RoleEditor}
      isFixed={(role) => role.key !== null || role.users > 0}
      empty={{ icon: <SafetyCertificateOutlined />, title: t("empty"), hint: t("emptyHint") }}
    />
  );
}
