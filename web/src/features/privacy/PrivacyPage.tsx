/** One person's data: what is kept, as a file, or deleted. The number never stands in an address. */
import { useMutation } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { usePage } from "@/app/page";
import { PageShell } from "@/ui/PageShell";
import { ProblemNote } from "@/ui/ProblemNote";
import "@/ui/records/records.css";
import { Erasures } from "./Erasures";
import { Kept } from "./Kept";
import "./privacy.css";
import type { Person, Whom } from "./types";

export default function PrivacyPage() {
  const { t } = useTranslation("privacy");
  const { search } = usePage<object, { customer: string }>();
  const look = useMutation({ mutationFn: (whom: Whom) => api.post<Person>("/privacy/person", whom) });
  const { mutate } = look;
  const [form] = Form.useForm<{ number: string }>();
  const start = () => {
    look.reset();
    form.resetFields();
  };
  useEffect(() => {
    if (search.customer) mutate({ customer: search.customer });
  }, [search.customer, mutate]);
  return (
    <PageShell title={t("title")} hint={t("hint")}>
      <div className="lt-privacy">
        <Form form={form} layout="inline" onFinish={({ number }: { number: string }) => mutate({ number })}>
          <Form.Item name="number" label={t("number")} rules={[{ required: true, message: t("needed") }]}>
            <Input className="lt-num" maxLength={40} autoComplete="off" placeholder="138 0013 8000" />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={look.isPending}>
            {t("look")}
          </Button>
        </Form>
        <p className="lt-privacy-quiet">{t("orCustomer")}</p>
        {look.isError && <ProblemNote error={look.error} />}
        {look.data && look.variables && <Kept person={look.data} whom={look.variables} onAsked={start} />}
        <Erasures />
      </div>
    </PageShell>
  );
}
