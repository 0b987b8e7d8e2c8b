/** The first passwords of users that were made together; they are shown this once. */
import { Modal, Typography } from "antd";
import { useTranslation } from "react-i18next";
import type { components } from "@/api/schema";

type FirstPassword = components["schemas"]["FirstPasswordOut"];

interface Props {
  passwords: FirstPassword[];
  onClose: () => void;
}

export function Passwords({ passwords, onClose }: Props) {
  const { t } = useTranslation("records");
  const all = passwords.map(({ account, password }) => `${account}\t${password}`).join("\n");
  return (
    <Modal
      open={passwords.length > 0}
      title={t("passwords")}
      okText={t("passwordsKept")}
      cancelButtonProps={{ hidden: true }}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      onOk={onClose}
    >
      <p>{t("passwordsHint")}</p>
      <div className="lt-passwords" tabIndex={0} role="region" aria-label={t("passwords")}>
        <table className="lt-rows">
          <thead>
            <tr>
              <th scope="col">{t("account")}</th>
              <th scope="col">{t("password")}</th>
            </tr>
          </thead>
          <tbody>
            {passwords.map(({ account, password }) => (
              <tr key={account}>
                <td>{account}</td>
                <td className="lt-num">
                  <code>{password}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Typography.Text copyable={{ text: all, tooltips: false }}>{t("copyAll")}</Typography.Text>
    </Modal>
  );
}
