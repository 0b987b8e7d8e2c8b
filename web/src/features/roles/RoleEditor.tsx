/** One role: its layer, permissions, and which menus it shows. */
import { Alert, Form, Radio, Switch } from "antd";
import { useTranslation } from "react-i18next";
import type { Layer, MenuEntry, Permission, Role } from "@/api/records";
import { pick } from "@/i18n";
import { Section, TextField } from "@/ui/records/fields";
import { nameToSend } from "@/ui/records/nameToSend";
import { RecordDrawer } from "@/ui/records/RecordDrawer";
import type { EditorProps } from "@/ui/records/RecordsPage";
import { useLookup } from "@/ui/records/useLookup";
import { useRecordForm } from "@/ui/records/useRecordForm";
import { allowed, EVERYTHING, menusToSend, openMenus } from "./choices";
import { Checklist } from "./Checklist";

interface Values {
  name: string;
  layer: Layer;
  permissions: string[];
  menus: string[] | null;
  allMenus: boolean;
}

const fresh: Values = { name: "", layer: "seat", permissions: [], menus: null, allMenus: true };

function bodyOf(values: Values, row: Role | undefined, known: MenuEntry[]): Partial<Role> {
  const { name, layer, permissions, menus, allMenus } = values;
  const chosen = { name: nameToSend(name.trim(), row && pick(row), row?.name), menus: menusToSend(allMenus, menus, row?.menus, known) };
  if (row?.permissions.includes(EVERYTHING)) return chosen;
  return row ? { ...chosen, permissions } : { ...chosen, layer, permissions };
}

export function RoleEditor({ row, readOnly, onClose }: EditorProps<Role>) {
  const { t } = useTranslation("roles");
  const permissions = useLookup<Permission>("/permissions").items;
  const menus = useLookup<MenuEntry>("/menus").items;
  const record = useRecordForm<Values>({ path: "/roles", id: row?.id, toBody: (values) => bodyOf(values, row, menus), onDone: onClose });
  const layer = Form.useWatch("layer", record.form) ?? row?.layer ?? fresh.layer;
  const chosen = Form.useWatch("permissions", record.form) ?? row?.permissions ?? [];
  const allMenus = Form.useWatch("allMenus", record.form) ?? (row ? row.menus === null : true);
  const isEverything = !!row?.permissions.includes(EVERYTHING);
  const initial: Partial<Values> = row ? { ...row, name: pick(row), allMenus: row.menus === null } : fresh;
  return (
    <RecordDrawer title={row ? t("edit", { name: pick(row) }) : t("create")} record={record} initial={initial} readOnly={readOnly} onClose={onClose} size={640}>
      <Section>
        <TextField name="name" label={t("name")} required maxLength={64} autoFocus={!row} />
        <Form.Item name="layer" label={t("layer")} extra={row ? t("layerFixed") : t(`layerHint.${layer}`)}>
          <Radio.Group disabled={!!row || readOnly} optionType="button" options={(["seat", "platform"] as const).map((one) => ({ value: one, label: t(`layers.${one}`) }))} />
        </Form.Item>
      </Section>
      <Section title={t("permissions")}>
        {isEverything ? (
          <Alert className="lt-wide" type="info" showIcon title={t("everything")} />
        ) : (
          <Form.Item name="permissions" className="lt-wide">
            <Checklist label={t("permissions")} entries={allowed(permissions, layer)} disabled={readOnly} />
          </Form.Item>
        )}
      </Section>
      <Section title={t("menus")}>
        <Form.Item name="allMenus" label={t("allMenus")} valuePropName="checked" className="lt-wide" extra={t("allMenusHint")}>
          <Switch />
        </Form.Item>
        {!allMenus && (
          <Form.Item name="menus" className="lt-wide">
            <Checklist label={t("menus")} entries={openMenus(menus, chosen)} disabled={readOnly} />
          </Form.Item>
        )}
      </Section>
    </RecordDrawer>
  );
}
