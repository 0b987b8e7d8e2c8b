/** What is kept about the person, and what can be done with it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useProblemText } from "@/ui/problemText";
import { useOnce } from "@/ui/useOnce";
import type { Person, Whom } from "./types";

const KINDS = ["calls", "recordings", "notes", "lines", "ratings", "steps", "facts", "attempts", "elsewhere"] as const;

/** Who is meant, by the name in the record or by the number that was asked for. */
function useName(person: Person, whom: Whom): string {
  const found = useQuery({
    queryKey: ["privacy", "name", person.customer],
    queryFn: ({ signal }) => api.get<{ name: string }>(`/customers/${person.customer}`, undefined, signal),
    enabled: person.customer !== null,
    retry: false,
  });
  const number = "number" in whom ? whom.number : "";
  return [found.data?.name, number].filter(Boolean).join(" · ");
}

interface Props {
  person: Person;
  whom: Whom;
  onAsked: () => void;
}

export function Kept({ person, whom, onAsked }: Props) {
  const { t } = useTranslation("privacy");
  const { message } = App.useApp();
  const problem = useProblemText();
  const [open, setOpen] = useState(false);
  const name = useName(person, whom);
  const hand = useMutation({
    mutationFn: () => api.download("POST", "/privacy/file", { body: whom }),
    onError: (error) => message.error(problem(error)),
  });
  return (
    <section className="lt-card lt-privacy-card" aria-label={t("kept")}>
      <h2>{person.customer ? t("ofCustomer") : t("ofNumber")}</h2>
      {name && <p className="lt-privacy-whom">{name}</p>}
      <dl>
        {KINDS.map((kind) => (
          <div key={kind}>
            <dt>{t(`kind.${kind}`)}</dt>
            <dd className="lt-num">{person.counts[kind] ?? 0}</dd>
          </div>
        ))}
      </dl>
      {person.unstored > 0 && <Alert type="info" showIcon title={t("unstored", { count: person.unstored })} />}
      {person.others > 0 && <Alert type="info" showIcon title={t("others", { count: person.others })} />}
      {person.talking && <Alert type="warning" showIcon title={t("talking")} />}
      <div className="lt-privacy-acts">
        <Button loading={hand.isPending} onClick={() => hand.mutate()}>
          {t("file")}
        </Button>
        <Button danger disabled={person.talking} onClick={() => setOpen(true)}>
          {t("erase")}
        </Button>
      </div>
      <Confirm open={open} whom={whom} name={name} onClose={() => setOpen(false)} onAsked={onAsked} />
    </section>
  );
}

function Confirm({ open, whom, name, onClose, onAsked }: { open: boolean; whom: Whom; name: string; onClose: () => void; onAsked: () => void }) {
  const { t } = useTranslation("privacy");
  const { message } = App.useApp();
  const text = useProblemText();
  const cache = useQueryClient();
  const [form] = Form.useForm<{ reason: string }>();
  const [ask, busy] = useOnce(async ({ reason }: { reason: string }) => {
    try {
      await api.post("/privacy/erasures", { ...whom, reason });
      await cache.invalidateQueries({ queryKey: ["privacy"] });
      void message.success(t("asked"));
      onClose();
      onAsked();
    } catch (error) {
      void message.error(text(error));
    }
  });
  return (
    <Modal open={open} title={t("sure")} okText={t("erase")} okButtonProps={{ danger: true, loading: busy }} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden>
      <div className="lt-privacy-sure">
        {name && (
          <p>
            <strong>{name}</strong>
          </p>
        )}
        <p>{t("sureHint")}</p>
        <p>{t("backups")}</p>
      </div>
      <Form form={form} layout="vertical" onFinish={ask}>
        <Form.Item name="reason" label={t("reason")} extra={t("reasonHint")} rules={[{ required: true, min: 2, message: t("needed") }]}>
          <Input.TextArea maxLength={300} rows={2} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
