/** When a saved report goes out by mail, to whom, and what became of the newest mails. */
import { DeleteOutlined, PauseOutlined, PlayCircleOutlined, SendOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { currentLanguage, languages } from "@/i18n";
import { Panel } from "@/ui/panel/Panel";
import { ProblemNote } from "@/ui/ProblemNote";
import { useCommand } from "@/ui/problemText";
import { Section, SelectField } from "@/ui/records/fields";
import { RecordDrawer } from "@/ui/records/RecordDrawer";
import { useRefreshLists } from "@/ui/records/useAll";
import { useRecordForm } from "@/ui/records/useRecordForm";
import { MINUTE, useInstant } from "@/ui/time";
import { useOnce } from "@/ui/useOnce";
import { MailingHistory } from "./MailingHistory";
import { atFirst, attachments, bodyOf, reported, rhythms, usual, type Recipients, type ScheduleBody, type Scheduling } from "./mailing";
import type { SavedReport } from "./saved";
import { savedQuery } from "./useReport";

const hours = Array.from({ length: 24 }, (_, hour) => ({ value: hour, label: `${String(hour).padStart(2, "0")}:00` }));
const range = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
const LOOK_MS = 2000;

function WhenFields({ rhythm, zone }: { rhythm: ScheduleBody["rhythm"]; zone: string }) {
  const { t } = useTranslation("reports");
  return (
    <Section title={t("mailing.when")}>
      <SelectField name="rhythm" label={t("mailing.rhythm")} required options={rhythms.map((value) => ({ value, label: t(`mailing.rhythms.${value}`) }))} />
      {rhythm === "weekly" && <SelectField name="weekday" label={t("mailing.weekday")} required options={range(7).map((value) => ({ value, label: t(`mailing.weekdays.${value}`) }))} />}
      {rhythm === "monthly" && (
        <SelectField name="day" label={t("mailing.day")} required hint={t("mailing.dayHint")} options={range(31).map((value) => ({ value, label: t("mailing.dayOf", { day: value }) }))} />
      )}
      <SelectField name="hour" label={t("mailing.hour")} required hint={t("mailing.zone", { zone })} options={hours} />
      <SelectField name="reported" label={t("mailing.reported")} required options={reported.map((value) => ({ value, label: t(`period.${value}`) }))} />
    </Section>
  );
}

function WhomFields({ recipients }: { recipients: Recipients }) {
  const { t } = useTranslation("reports");
  const people = recipients.people.map(({ id, name, email }) => ({ value: id, label: email ? `${name} <${email}>` : t("mailing.noAddress", { name }), disabled: !email }));
  return (
    <Section title={t("mailing.whom")} hint={t("mailing.whomHint")}>
      <SelectField name="people" label={t("mailing.people")} multiple wide options={people} />
      {recipients.outside && <SelectField name="addresses" label={t("mailing.addresses")} typed wide options={[]} hint={t("mailing.addressesHint")} />}
      <SelectField name="attach" label={t("mailing.attach")} required options={attachments.map((value) => ({ value, label: t(`mailing.attachments.${value}`) }))} />
      <SelectField name="language" label={t("mailing.language")} required options={languages.map((code) => ({ value: code, label: t(`common:language.${code}`) }))} />
    </Section>
  );
}

function StateNote({ scheduling, owner }: { scheduling: Scheduling; owner: boolean }) {
  const { t } = useTranslation("reports");
  const instant = useInstant();
  const { schedule } = scheduling;
  if (!schedule) return null;
  if (schedule.state === "stopped") return <Alert className="lt-drawer-note" type="error" showIcon title={t(`mailing.stopped.${schedule.stop_reason ?? "report_unfit"}`)} description={owner ? t("mailing.stoppedHint") : undefined} />;
  if (schedule.state === "paused") return <Alert className="lt-drawer-note" type="warning" showIcon title={t("mailing.paused")} />;
  return <Alert className="lt-drawer-note" type="info" showIcon title={t("mailing.next", { at: instant(schedule.next_due_at ?? "", MINUTE) })} />;
}

interface Props {
  saved: SavedReport;
  scheduling: Scheduling;
  recipients: Recipients;
  onClose: () => void;
}

function Loaded({ saved, scheduling, recipients, onClose }: Props) {
  const { t } = useTranslation("reports");
  const { modal, message } = App.useApp();
  const cache = useQueryClient();
  const refresh = useRefreshLists();
  const run = useCommand();
  const path = `/saved-reports/${saved.id}`;
  const { schedule } = scheduling;
  const initial = schedule ? bodyOf(schedule) : atFirst(currentLanguage());
  const keep = (found: Scheduling) => cache.setQueryData(["report-schedule", saved.id], found);
  const record = useRecordForm<ScheduleBody, Scheduling>({ path, id: () => "schedule", change: "put", toBody: (values) => ({ ...initial, ...values }), onDone: keep });
  const rhythm = Form.useWatch("rhythm", record.form) ?? initial.rhythm;
  const [press] = useOnce((button: "pause" | "resume" | "send") =>
    run(async () => {
      keep(await api.post<Scheduling>(`${path}/schedule/${button}`));
      if (button === "send") void message.success(t("mailing.onItsWay"));
      await refresh();
    }),
  );
  const remove = () =>
    modal.confirm({
      title: t("mailing.removeTitle"),
      content: t("mailing.removeHint"),
      okText: t("mailing.remove"),
      okButtonProps: { danger: true },
      onOk: () =>
        run(async () => {
          await api.delete(`${path}/schedule`);
          await refresh();
          onClose();
        }),
    });
  const commands = schedule && (
    <>
      {saved.own && <Button icon={<SendOutlined />} onClick={() => press("send")}>{t("mailing.sendNow")}</Button>}
      {schedule.state === "active" && <Button icon={<PauseOutlined />} onClick={() => press("pause")}>{t("mailing.pause")}</Button>}
      {schedule.state !== "active" && saved.own && <Button icon={<PlayCircleOutlined />} onClick={() => press("resume")}>{t("mailing.resume")}</Button>}
      <Button danger icon={<DeleteOutlined />} aria-label={t("mailing.remove")} title={t("mailing.remove")} onClick={remove} />
    </>
  );
  return (
    <RecordDrawer
      title={t("mailing.title", { name: saved.name })}
      record={record}
      initial={initial}
      size={620}
      readOnly={!saved.own}
      onClose={onClose}
      footer={commands}
      onChange={({ rhythm: chosen }) => {
        if (chosen) record.form.setFieldValue("reported", usual[chosen]);
      }}
    >
      {!recipients.mail && <Alert className="lt-drawer-note" type="warning" showIcon title={t("mailing.noServer")} />}
      <StateNote scheduling={scheduling} owner={saved.own} />
      <WhenFields rhythm={rhythm} zone={recipients.time_zone} />
      <WhomFields recipients={recipients} />
      {schedule && <MailingHistory mailings={scheduling.mailings} />}
    </RecordDrawer>
  );
}

/** The mailing of the report that the address names, wherever it stands in a list. */
export function ScheduleDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("reports");
  const saved = useQuery(savedQuery(id));
  const recipients = useQuery({ queryKey: ["report-recipients"], queryFn: ({ signal }) => api.get<Recipients>("/report-recipients", undefined, signal) });
  const scheduling = useQuery({
    queryKey: ["report-schedule", id],
    queryFn: ({ signal }) => api.get<Scheduling>(`/saved-reports/${id}/schedule`, undefined, signal),
    refetchInterval: (query) => (query.state.data?.mailings.some((one) => one.state === "sending" && one.attempts === 0) ? LOOK_MS : false),
  });
  const failed = [saved, recipients, scheduling].find(({ isLoadingError }) => isLoadingError);
  if (failed) {
    return (
      <Panel title={t("mailing.command")} onClose={onClose}>
        <ProblemNote error={failed.error} onRetry={() => void failed.refetch()} />
      </Panel>
    );
  }
  if (!saved.data || !recipients.data || !scheduling.data) return null;
  return <Loaded saved={saved.data} onClose={onClose} recipients={recipients.data} scheduling={scheduling.data} />;
}
