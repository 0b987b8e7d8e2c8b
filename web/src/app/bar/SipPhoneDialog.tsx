/** Signing in with the phone on the desk (话机签入): its account, whether it is registered, and the sign-in itself. */
import { CheckCircleFilled, DisconnectOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Descriptions, Modal, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { desk } from "@/api/desk";
import { ProblemNote } from "@/ui/ProblemNote";
import { StatusTag } from "@/ui/StatusTag";
import { useCommand } from "@/ui/problemText";
import { useOnce } from "@/ui/useOnce";
import { usePanel } from "./panels";

const KEY = ["sip-phone"];
const LOOK_MS = 2_000;

function Account({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("phone");
  const run = useCommand();
  const client = useQueryClient();
  const [secret, setSecret] = useState<string>();
  const found = useQuery({ queryKey: KEY, queryFn: desk.sipPhone, staleTime: 0, refetchInterval: LOOK_MS });
  const [renew] = useOnce(() =>
    run(async () => {
      const { secret: made, ...account } = await desk.renewSipPhone();
      client.setQueryData(KEY, account);
      setSecret(made);
    }),
  );
  const [signIn] = useOnce(() =>
    run(async () => {
      await desk.signInWithSipPhone();
      onDone();
    }),
  );
  if (found.isLoadingError) return <ProblemNote error={found.error} />;
  if (!found.data) return null;
  const { name, host, port, registered } = found.data;
  if (!name) {
    return (
      <>
        <p className="lt-hint">{t("sip.none")}</p>
        <Button type="primary" onClick={renew}>
          {t("sip.make")}
        </Button>
      </>
    );
  }
  return (
    <>
      <Descriptions
        column={1}
        size="small"
        bordered
        items={[
          { key: "server", label: t("sip.server"), children: <span className="lt-num">{`${host}:${port}`}</span> },
          { key: "name", label: t("sip.name"), children: <Typography.Text copyable className="lt-num">{name}</Typography.Text> },
          {
            key: "secret",
            label: t("sip.secret"),
            children: secret ? <Typography.Text copyable code>{secret}</Typography.Text> : <span className="lt-hint">{t("sip.hidden")}</span>,
          },
          {
            key: "state",
            label: t("sip.state"),
            children: registered ? (
              <StatusTag tone="good" icon={<CheckCircleFilled />}>{t("sip.registered")}</StatusTag>
            ) : (
              <StatusTag tone="warn" icon={<DisconnectOutlined />}>{t("sip.unregistered")}</StatusTag>
            ),
          },
        ]}
      />
      {secret && <Alert type="warning" showIcon title={t("sip.once")} />}
      <p className="lt-hint">{t("sip.hint")}</p>
      <div className="lt-sip-actions">
        <Button onClick={renew}>{t("sip.renew")}</Button>
        <Button type="primary" disabled={!registered} onClick={signIn}>
          {t("bar:sign_in")}
        </Button>
      </div>
    </>
  );
}

export function SipPhoneDialog() {
  const { t } = useTranslation("phone");
  const [open, setOpen] = usePanel("sip_phone");
  return (
    <Modal open={open} onCancel={() => setOpen(false)} footer={null} title={t("sip.title")} destroyOnHidden>
      <div className="lt-devices">
        <Account onDone={() => setOpen(false)} />
      </div>
    </Modal>
  );
}
