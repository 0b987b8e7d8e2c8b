/** One skill group: name, ringtone of the queue, members. */
import { Form } from "antd";
import { useTranslation } from "react-i18next";
import type { SkillGroup, UserRecord } from "@/api/records";
import { MusicField } from "@/ui/records/sounds";
import { Section, TextField } from "@/ui/records/fields";
import { RecordDrawer } from "@/ui/records/RecordDrawer";
import type { EditorProps } from "@/ui/records/RecordsPage";
import { useLookup } from "@/ui/records/useLookup";
import { useRecordForm } from "@/ui/records/useRecordForm";
import { MembersEditor } from "./MembersEditor";

type Values = Omit<SkillGroup, "id">;

const fresh: Values = { name: "", members: [], music: null };

export function SkillGroupEditor({ row, readOnly, onClose }: EditorProps<SkillGroup>) {
  const { t } = useTranslation("skill-groups");
  const users = useLookup<UserRecord>("/users").items;
  const record = useRecordForm<Values>({
    path: "/skill-groups",
    id: row?.id,
    change: "put",
    toBody: (values) => ({ ...values, name: values.name.trim(), music: values.music || null }),
    onDone: onClose,
  });
  return (
    <RecordDrawer title={row ? t("edit", { name: row.name }) : t("create")} record={record} initial={row ?? fresh} readOnly={readOnly} onClose={onClose} size={640}>
      <Section>
        <TextField name="name" label={t("name")} required placeholder={t("namePlaceholder")} autoFocus={!row} />
        <MusicField name="music" label={t("music")} hint={t("musicHint")} />
      </Section>
      <Section title={t("members")} hint={t("membersHint")}>
        <Form.Item name="members" className="lt-wide">
          <MembersEditor users={users} disabled={readOnly} />
        </Form.Item>
      </Section>
    </RecordDrawer>
  );
}
