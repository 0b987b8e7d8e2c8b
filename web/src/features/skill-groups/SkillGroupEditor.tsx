/** One skill group: name, ringtone of the queue, prompts before the agent, members. */
import { Form } from "antd";
import { useTranslation } from "react-i18next";
import type { SkillGroup, UserRecord } from "@/api/records";
import { MusicField, PromptsField } from "@/ui/records/sounds";
import { Section, TextField } from "@/ui/records/fields";
import { RecordDrawer } from "@/ui/records/RecordDrawer";
import type { EditorProps } from "@/ui/records/RecordsPage";
import { useAll } from "@/ui/records/useAll";
import { useRecordForm } from "@/ui/records/useRecordForm";
import { MembersEditor } from "./MembersEditor";

type Values = Omit<SkillGroup, "id">;

const fresh: Values = { name: "", members: [], prompts: [], music: null };

export function SkillGroupEditor({ row, readOnly, onClose }: EditorProps<SkillGroup>) {
  const { t } = useTranslation("skill-groups");
  const users = useAll<UserRecord>("/users").data ?? [];
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
        <TextField name="name" label={t("name")} required wide placeholder={t("namePlaceholder")} autoFocus={!row} />
        <MusicField name="music" label={t("music")} hint={t("musicHint")} />
        <PromptsField name="prompts" label={t("prompts")} hint={t("promptsHint")} />
      </Section>
      <Section title={t("members")} hint={t("membersHint")}>
        <Form.Item name="members" className="lt-wide">
          <MembersEditor users={users} disabled={readOnly} />
        </Form.Item>
      </Section>
    </RecordDrawer>
  );
}
