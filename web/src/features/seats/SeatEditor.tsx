/** One seat: number, extension, who sits there, and the password for registering at it. */
import { useTranslation } from "react-i18next";
import type { SeatRecord, UserRecord } from "@/api/records";
import { Section, SelectField, TextField } from "@/ui/records/fields";
import { RecordDrawer } from "@/ui/records/RecordDrawer";
import type { EditorProps } from "@/ui/records/RecordsPage";
import { useLookup } from "@/ui/records/useLookup";
import { useRecordForm } from "@/ui/records/useRecordForm";
import { nextSeat } from "./next";

interface Values {
  number: string;
  extension: string;
  user_id?: string | null;
  password?: string;
}

export function SeatEditor({ row, rows, readOnly, onClose }: EditorProps<SeatRecord>) {
  const { t } = useTranslation("seats");
  const users = useLookup<UserRecord>("/users").items;
  const record = useRecordForm<Values>({
    path: "/seats",
    id: row?.id,
    toBody: ({ password, ...values }) => ({ ...values, user_id: values.user_id ?? null, ...(password ? { password } : {}) }),
    onDone: onClose,
  });
  const initial: Values = row ? { number: row.number, extension: row.extension, user_id: row.user?.id } : nextSeat(rows);
  const options = users
    .filter((user) => user.active || user.id === row?.user?.id)
    .map((user) => ({
      value: user.id,
      label: user.seat && user.seat.id !== row?.id ? t("userWithSeat", { name: user.name, number: user.seat.number }) : user.name,
    }));
  return (
    <RecordDrawer title={row ? t("edit", { name: row.number }) : t("create")} record={record} initial={initial} readOnly={readOnly} onClose={onClose}>
      <Section>
        <TextField
          name="number"
          label={t("number")}
          required
          maxLength={7}
          hint={t("numberHint")}
          rules={[{ pattern: /^A\d{3,6}$/, message: t("numberWrong") }]}
          autoFocus={!row}
        />
        <TextField
          name="extension"
          label={t("extension")}
          required
          maxLength={8}
          hint={t("extensionHint")}
          rules={[{ pattern: /^\d{3,8}$/, message: t("extensionWrong") }]}
        />
        <SelectField name="user_id" label={t("user")} wide options={options} hint={t("userHint")} placeholder={t("nobody")} />
        <TextField
          name="password"
          label={t("password")}
          wide
          maxLength={256}
          placeholder={row?.has_password ? t("passwordKept") : undefined}
          hint={t("passwordHint")}
        />
      </Section>
    </RecordDrawer>
  );
}
