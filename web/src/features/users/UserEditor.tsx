/** One user: account, name, roles, seat; for an existing one also photo, password and state. */
import { KeyOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Role, SeatRecord, UserAdded, UserRecord } from "@/api/records";
import { languages } from "@/i18n";
import { DateField, Section, SelectField, SwitchField, TextField } from "@/ui/records/fields";
import { RecordDrawer } from "@/ui/records/RecordDrawer";
import type { EditorProps } from "@/ui/records/RecordsPage";
import { useLookup } from "@/ui/records/useLookup";
import { useRecordForm } from "@/ui/records/useRecordForm";
import { usePermission } from "@/ui/records/usePermission";
import { useCommand } from "@/ui/problemText";
import { ShownOnce, type Secret } from "./ShownOnce";
import { PhotoField } from "./PhotoField";
import { roleOptions, seatChange, seatOptions } from "./choices";

interface Values {
  account: string;
  name: string;
  email?: string;
  started_on?: string | null;
  language: string;
  roles: string[];
  seat?: string | null;
  active?: boolean;
}

type Saved = UserRecord | UserAdded;

const userOf = (saved: Saved): UserRecord => ("user" in saved ? saved.user : saved);

/** A user's seat is kept with the seat, so giving one is a command of its own. */
async function giveSeat(user: UserRecord, wanted: string | null | undefined): Promise<void> {
  const change = seatChange(user, wanted);
  if (change) await api.patch(`/seats/${change.seat}`, { user_id: change.user });
}

function useResetPassword(user: UserRecord | undefined, show: (secret: Secret) => void) {
  const { t } = useTranslation("users");
  const { modal } = App.useApp();
  const run = useCommand();
  return () => {
    if (!user) return;
    modal.confirm({
      title: t("resetTitle", { name: user.name }),
      content: t("resetHint"),
      okText: t("reset"),
      onOk: () =>
        run(async () => {
          const answer = await api.post<{ password: string }>(`/users/${user.id}/password`, {});
          show({ account: user.account, password: answer.password });
        }),
    });
  };
}

export function UserEditor({ row, readOnly, onClose }: EditorProps<UserRecord>) {
  const { t } = useTranslation("users");
  const [secret, setSecret] = useState<Secret>();
  const may = usePermission();
  const maySeats = may("seats.write");
  const roleList = useLookup<Role>("/roles");
  const roles = roleList.items;
  const seats = useLookup<SeatRecord>("/seats").items;
  const record = useRecordForm<Values, Saved>({
    path: "/users",
    id: row?.id,
    toBody: ({ account, name, email = "", started_on = null, language, roles: chosen, active }) => {
      const common = { name, email, started_on, language, roles: chosen };
      return row ? { ...common, active } : { ...common, account };
    },
    afterwards: async (saved, values) => {
      if (maySeats) await giveSeat(userOf(saved), values.seat);
    },
    onDone: (saved) => {
      if ("password" in saved && saved.password) setSecret({ account: saved.user.account, password: saved.password });
      else onClose();
    },
  });
  const reset = useResetPassword(row, setSecret);
  const initial: Partial<Values> = row
    ? { ...row, seat: row.seat?.id }
    : { language: "zh-CN", roles: roles.filter((one) => one.key === "agent").map((one) => one.id) };
  if (roleList.isLoading) return null;
  if (secret) return <ShownOnce secret={secret} onClose={onClose} />;
  return (
    <RecordDrawer
      title={row ? t("edit", { name: row.name }) : t("create")}
      record={record}
      initial={initial}
      readOnly={readOnly}
      onClose={onClose}
      footer={
        row &&
        !readOnly && (
          <Button icon={<KeyOutlined />} onClick={reset}>
            {t("reset")}
          </Button>
        )
      }
    >
      {row && <PhotoField user={row} disabled={readOnly} />}
      <Section>
        <TextField name="account" label={t("account")} required disabled={!!row} hint={row ? t("accountFixed") : t("accountHint")} maxLength={32} autoFocus={!row} />
        <TextField name="name" label={t("name")} required maxLength={64} />
        <SelectField name="roles" label={t("roles")} required multiple wide disabled={readOnly || !may("roles.read")} options={roleOptions(roles, (layer) => t(`layer.${layer}`))} hint={t("rolesHint")} />
        <SelectField
          name="seat"
          label={t("seat")}
          options={seatOptions(seats, row?.id, (seat, holder) => (holder ? t("seatTaken", { ...seat, holder }) : t("seatText", { ...seat })))}
          hint={t("seatHint")}
          disabled={readOnly || !maySeats}
        />
        <TextField name="email" label={t("email")} hint={t("emailHint")} maxLength={254} />
        <DateField name="started_on" label={t("startedOn")} hint={t("startedOnHint")} />
        <SelectField name="language" label={t("language")} required options={languages.map((code) => ({ value: code, label: t(`common:language.${code}`) }))} />
        {row && <SwitchField name="active" label={t("active")} hint={t("activeHint")} wide />}
      </Section>
    </RecordDrawer>
  );
}
