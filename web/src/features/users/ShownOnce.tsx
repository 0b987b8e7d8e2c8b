/** A password that the server made up: it is shown here and never again. */
import { Alert, Button, Modal, Typography } from "antd";
import { useTranslation } from "react-i18next";

export interface Secret {
  account: string;
  password: string;
}

export function ShownOnce({ secret, onClose }: { secret: Secret; onClose: () => void }) {
  const { t } = useTranslation("users");
  return (
    <Modal
      open
      title={t("secretTitle")}
      mask={{ closable: false }}
      closable={false}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {t("secretNoted")}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t("secretHint")} />
      <dl className="lt-secret">
        <dt>{t("account")}</dt>
        <dd>{secret.account}</dd>
        <dt>{t("password")}</dt>
        <dd>
          <Typography.Text code copyable={{ text: secret.password, tooltips: [t("copy"), t("copied")] }}>
            {secret.password}
          </Typography.Text>
        </dd>
      </dl>
    </Modal>
  );
}
