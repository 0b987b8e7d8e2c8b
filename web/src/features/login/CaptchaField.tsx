/** The four-digit picture code with its expiry and "hard to read" link. */
import { Button, Form, Input, Spin } from "antd";
import { useTranslation } from "react-i18next";
import { secondsUntil } from "@/api/clock";
import type { Captcha } from "@/api/types";
import { useTicking } from "@/ui/Elapsed";

interface Props {
  captcha: Captcha | undefined;
  loading: boolean;
  onRefresh: () => void;
}

export function CaptchaField({ captcha, loading, onRefresh }: Props) {
  const { t } = useTranslation("login");
  const left = useTicking(() => (captcha ? secondsUntil(captcha.expires_at) : 0));
  const expired = captcha !== undefined && left === 0;
  return (
    <Form.Item label={t("captcha")} required>
      <div className="lt-captcha">
        <Form.Item
          name="captcha"
          noStyle
          rules={[
            { required: true, message: t("captchaHint") },
            { pattern: /^\d{4}$/, message: t("captchaLength") },
          ]}
        >
          <Input inputMode="numeric" maxLength={4} autoComplete="off" aria-label={t("captcha")} placeholder={t("captchaHint")} />
        </Form.Item>
        <button type="button" className="lt-captcha-image" onClick={onRefresh} aria-label={expired ? t("captchaExpired") : t("unclear")}>
          {loading && <Spin size="small" />}
          {!loading && captcha && <img src={captcha.image} alt={t("captchaImage")} className={expired ? "expired" : undefined} />}
          {!loading && expired && <span className="lt-captcha-expired">{t("captchaExpired")}</span>}
        </button>
      </div>
      <Button type="link" size="small" className="lt-captcha-link" onClick={onRefresh}>
        {t("unclear")}
      </Button>
    </Form.Item>
  );
}
