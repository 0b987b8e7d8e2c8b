/** The company's mail server, and a letter that tries it. */
import { MailOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form, Input, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { pick } from "@/i18n";
import { ProblemNote } from "@/ui/ProblemNote";
import { dropDraft } from "@/ui/drafts";
import { useCommand } from "@/ui/problemText";
import { NumberField, SelectField, TextField } from "@/ui/records/fields";
import { placeFieldProblems } from "@/ui/records/problems";
import { Restored } from "@/ui/records/Restored";
import { useRecordDraft } from "@/ui/records/useRecordDraft";
import { useLeaveWarning } from "@/ui/useLeaveWarning";
import { useOnce } from "@/ui/useOnce";
import { Card } from "./Card";
import type { MailServer, MailTest } from "./types";

type Values = Omit<MailServer, "has_secret"> & { secret?: string };
type Stored = { server: MailServer | null };

const queryKey = ["operations", "mail"];
const usualPorts = { tls: 465, starttls: 587, none: 25 } as const;
const securities = Object.keys(usualPorts) as (keyof typeof usualPorts)[];
const DRAFT = "card./mail/";
const atFirst: Partial<Values> = { security: "tls", port: 465, user: "", sender_name: "" };

function ServerForm({ server }: { server: MailServer | null }) {
  const { t } = useTranslation("operations");
  const { message, modal } = App.useApp();
  const cache = useQueryClient();
  const run = useCommand();
  const [form] = Form.useForm<Values>();
  const [problem, setProblem] = useState<unknown>();
  const initial = server ?? atFirst;
  const draft = useRecordDraft({ form, draft: DRAFT }, initial, false);
  useLeaveWarning(draft.isDirty);
  const [save, busy] = useOnce(async ({ secret, ...values }: Values) => {
    setProblem(undefined);
    try {
      cache.setQueryData(queryKey, await api.put<Stored>("/mail", { ...values, user: values.user ?? "", secret: secret || null }));
      dropDraft(DRAFT);
      form.setFieldValue("secret", undefined);
      void message.success(t("common:saved"));
    } catch (error) {
      if (placeFieldProblems(form, error).length > 0 || !hasFields(error)) setProblem(error);
    }
  });
  const remove = () =>
    modal.confirm({
      title: t("mail.removeTitle"),
      content: t("mail.removeHint"),
      okText: t("mail.remove"),
      okButtonProps: { danger: true },
      onOk: () =>
        run(async () => {
          await api.delete("/mail");
          dropDraft(DRAFT);
          cache.setQueryData(queryKey, { server: null });
          form.resetFields();
          form.setFieldsValue({ host: "", sender: "", secret: "", ...atFirst });
        }),
    });
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      initialValues={draft.first}
      onFinish={save}
      onValuesChange={(changed: Partial<Values>) => {
        if (changed.security) form.setFieldValue("port", usualPorts[changed.security]);
        draft.keep();
      }}
    >
      {draft.isRestored && <Restored onDiscard={draft.discard} />}
      <div className="lt-grid">
        <TextField name="host" label={t("mail.host")} required maxLength={253} placeholder="smtp.example.com" />
        <SelectField name="security" label={t("mail.security")} required options={securities.map((value) => ({ value, label: t(`mail.securities.${value}`) }))} />
        <NumberField name="port" label={t("mail.port")} required min={1} max={65535} />
        <TextField name="user" label={t("mail.user")} maxLength={120} hint={t("mail.userHint")} />
        <Form.Item name="secret" label={t("mail.secret")} extra={t(server?.has_secret ? "mail.secretKept" : "mail.secretHint")}>
          <Input.Password autoComplete="new-password" maxLength={256} placeholder={server?.has_secret ? "••••••••" : undefined} />
        </Form.Item>
        <TextField name="sender" label={t("mail.sender")} required maxLength={254} placeholder="reports@example.com" hint={t("mail.senderHint")} />
        <TextField name="sender_name" label={t("mail.senderName")} maxLength={120} placeholder={t("mail.senderNameExample")} />
      </div>
      <ProblemNote error={problem} />
      <div className="lt-ops-commands">
        <Button type="primary" htmlType="submit" loading={busy}>
          {t("common:save")}
        </Button>
        {server && (
          <Button danger onClick={remove}>
            {t("mail.remove")}
          </Button>
        )}
      </div>
    </Form>
  );
}

const hasFields = (error: unknown) => !!error && typeof error === "object" && "fields" in error && Array.isArray(error.fields) && error.fields.length > 0;

function TestCard() {
  const { t } = useTranslation("operations");
  const run = useCommand();
  const [result, setResult] = useState<MailTest & { to: string }>();
  const [test, busy] = useOnce(async ({ to }: { to: string }) => {
    setResult(undefined);
    await run(async () => setResult({ ...(await api.post<MailTest>("/mail/test", { to })), to }));
  });
  return (
    <Card title={t("mail.test")}>
      <p className="lt-ops-note">{t("mail.testHint")}</p>
      <Form<{ to: string }> layout="inline" className="lt-ops-test" onFinish={test}>
        <Form.Item name="to" rules={[{ required: true, whitespace: true, message: t("mail.toNeeded") }]}>
          <Input aria-label={t("mail.to")} placeholder={t("mail.to")} maxLength={254} autoComplete="email" />
        </Form.Item>
        <Button htmlType="submit" icon={<MailOutlined />} loading={busy}>
          {t("mail.send")}
        </Button>
      </Form>
      <div aria-live="polite">
        {result?.sent && <Alert type="success" showIcon title={t("mail.sent", { to: result.to })} />}
        {result?.hindrance && <Alert type="error" showIcon title={pick(result.hindrance)} description={result.hindrance.told && t("mail.told", { text: result.hindrance.told })} />}
      </div>
    </Card>
  );
}

export function MailView() {
  const { t } = useTranslation("operations");
  const stored = useQuery({ queryKey, queryFn: ({ signal }) => api.get<Stored>("/mail", undefined, signal), refetchOnWindowFocus: false });
  if (stored.isLoadingError) return <ProblemNote error={stored.error} onRetry={() => void stored.refetch()} />;
  if (!stored.data) return <Skeleton active />;
  const { server } = stored.data;
  return (
    <div className="lt-ops lt-ops-mail">
      <Card title={t("mail.server")}>
        {!server && <p className="lt-ops-note">{t("mail.unset")}</p>}
        <ServerForm server={server} />
      </Card>
      {server && <TestCard />}
    </div>
  );
}
