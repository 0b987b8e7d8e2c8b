/** One queue: who takes its calls, in which order, how long they wait, and what callers hear meanwhile. */
import { Form } from "antd";
import { useTranslation } from "react-i18next";
import type { Queue, SkillGroup } from "@/api/records";
import { NumberField, Section, SelectField, SwitchField, TextField } from "@/ui/records/fields";
import { RecordDrawer } from "@/ui/records/RecordDrawer";
import type { EditorProps } from "@/ui/records/RecordsPage";
import { MusicField } from "@/ui/records/sounds";
import { useLookup } from "@/ui/records/useLookup";
import { useRecordForm } from "@/ui/records/useRecordForm";
import { relaxationFaults } from "./matching";
import { Relaxations } from "./Relaxations";
import { Requirements } from "./Requirements";
import { StrategyField } from "./StrategyField";

type Values = Omit<Queue, "id">;

export const fresh: Values = {
  name: "",
  enabled: true,
  requirements: [],
  relaxations: [],
  strategy: "longest_idle",
  priority: 4,
  seconds_per_point: 60,
  ring_seconds: null,
  wrap_up_seconds: null,
  max_wait_seconds: null,
  max_length: null,
  preferred_seconds: 30,
  after_rejection: "busy",
  service_target_seconds: 20,
  music: null,
  announcements: { first_after_seconds: 15, every_seconds: 30, position: true, estimated_wait: true },
};

/** An emptied number means "no limit", or the company's value. */
export function bodyOf(values: Values): Values {
  return {
    ...values,
    name: values.name.trim(),
    ring_seconds: values.ring_seconds ?? null,
    wrap_up_seconds: values.wrap_up_seconds ?? null,
    seconds_per_point: values.seconds_per_point ?? null,
    max_wait_seconds: values.max_wait_seconds ?? null,
    max_length: values.max_length ?? null,
    music: values.music || null,
  };
}

function Who({ groups, readOnly }: { groups: SkillGroup[]; readOnly: boolean }) {
  const { t } = useTranslation("queues");
  const form = Form.useFormInstance<Values>();
  const requirements = Form.useWatch("requirements", form) ?? [];
  return (
    <Section title={t("who")} hint={groups.length ? t("whoHint") : t("noGroups")}>
      <Form.Item name="requirements" label={t("requirements")} className="lt-wide" rules={[{ required: true, type: "array", min: 1, message: t("needGroup") }]}>
        <Requirements groups={groups} disabled={readOnly} />
      </Form.Item>
      <Form.Item
        name="relaxations"
        label={t("relaxations")}
        className="lt-wide"
        extra={t("relaxationsHint")}
        rules={[
          {
            validator: async (_, value: Values["relaxations"]) => {
              if (relaxationFaults(requirements, value ?? []).some((fault) => fault === "order" || fault === "raises")) throw new Error(t("fixSteps"));
            },
          },
        ]}
      >
        <Relaxations requirements={requirements} groups={groups} disabled={readOnly} />
      </Form.Item>
      <StrategyField />
    </Section>
  );
}

function Times() {
  const { t } = useTranslation("queues");
  const seconds = t("records:seconds");
  return (
    <Section title={t("times")}>
      <NumberField name="ring_seconds" label={t("ring")} min={1} max={600} unit={seconds} placeholder={t("companyValue")} hint={t("ringHint")} />
      <NumberField name="wrap_up_seconds" label={t("wrapUp")} min={0} max={3600} unit={seconds} placeholder={t("companyValue")} hint={t("wrapUpHint")} />
      <NumberField name="max_wait_seconds" label={t("maxWait")} min={1} unit={seconds} placeholder={t("records:unlimited")} hint={t("maxWaitHint")} />
      <NumberField name="max_length" label={t("maxLength")} min={0} unit={t("callers")} placeholder={t("records:unlimited")} hint={t("maxLengthHint")} />
      <NumberField name="service_target_seconds" label={t("target")} required min={0} unit={seconds} hint={t("targetHint")} />
      <NumberField name="preferred_seconds" label={t("preferred")} required min={0} max={3600} unit={seconds} hint={t("preferredHint")} />
      <SelectField
        name="after_rejection"
        label={t("rejection")}
        required
        wide
        options={[
          { value: "busy", label: t("rejections.busy") },
          { value: "stay", label: t("rejections.stay") },
        ]}
      />
    </Section>
  );
}

function Order() {
  const { t } = useTranslation("queues");
  return (
    <Section title={t("order")} hint={t("orderHint")}>
      <NumberField name="priority" label={t("priority")} required min={0} max={9} hint={t("priorityHint")} />
      <NumberField name="seconds_per_point" label={t("ageing")} min={1} max={86400} unit={t("records:seconds")} placeholder={t("noAgeing")} hint={t("ageingHint")} />
    </Section>
  );
}

function Waiting() {
  const { t } = useTranslation("queues");
  const seconds = t("records:seconds");
  return (
    <Section title={t("waiting")}>
      <MusicField name="music" label={t("music")} wide />
      <SwitchField name={["announcements", "position"]} label={t("announcePosition")} />
      <SwitchField name={["announcements", "estimated_wait"]} label={t("announceWait")} />
      <NumberField name={["announcements", "first_after_seconds"]} label={t("announceFirst")} required min={0} max={600} unit={seconds} />
      <NumberField name={["announcements", "every_seconds"]} label={t("announceEvery")} required min={5} max={600} unit={seconds} />
    </Section>
  );
}

export function QueueEditor({ row, readOnly, onClose }: EditorProps<Queue>) {
  const { t } = useTranslation("queues");
  const groups = useLookup<SkillGroup>("/skill-groups").items;
  const record = useRecordForm<Values>({ path: "/queues", id: row?.id, change: "put", toBody: bodyOf, onDone: onClose });
  return (
    <RecordDrawer title={row ? t("edit", { name: row.name }) : t("create")} record={record} initial={row ?? fresh} readOnly={readOnly} onClose={onClose} size={720}>
      <Section>
        <TextField name="name" label={t("name")} required placeholder={t("namePlaceholder")} autoFocus={!row} />
        <SwitchField name="enabled" label={t("records:on")} hint={t("enabledHint")} />
      </Section>
      <Who groups={groups} readOnly={readOnly} />
      <Times />
      <Order />
      <Waiting />
    </RecordDrawer>
  );
}
