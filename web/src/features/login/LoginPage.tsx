/** The login page: company short name, account, password, and the picture code when the server asks for it. */
import { GlobalOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "@/api/problem";
import { meQuery, session } from "@/api/session";
import type { LoginForm } from "@/api/types";
import { currentLanguage, switchLanguage } from "@/i18n";
import { Logo } from "@/ui/Logo";
import { useProblemText } from "@/ui/problemText";
import { useOnce } from "@/ui/useOnce";
import { CaptchaField } from "./CaptchaField";
import { Waves } from "./Waves";

const companyKey = "lingting.company";

interface Values {
  company: string;
  account: string;
  password: string;
  captcha?: string;
}

/** Only an address of this very site may follow the login. */
export function safeNext(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith("/login") ? next : "/";
}

function useLogin() {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const { next } = useSearch({ strict: false }) as { next?: string };
  return async (form: LoginForm) => {
    const me = await session.login(form);
    localStorage.setItem(companyKey, form.company);
    cache.clear();
    cache.setQueryData(meQuery.queryKey, me);
    await navigate({ to: safeNext(next) });
  };
}

function LanguageSwitch() {
  const { t } = useTranslation();
  const other = currentLanguage() === "zh-CN" ? "en" : "zh-CN";
  return (
    <Button type="text" icon={<GlobalOutlined />} lang={other} onClick={() => switchLanguage(other)}>
      {t(`language.${other}`)}
    </Button>
  );
}

export function LoginPage() {
  const { t } = useTranslation("login");
  const text = useProblemText();
  const logIn = useLogin();
  const { bye } = useSearch({ strict: false }) as { bye?: string };
  const [form] = Form.useForm<Values>();
  const [problem, setProblem] = useState<unknown>();
  const options = useQuery({ queryKey: ["login-options"], queryFn: session.options, staleTime: 0, retry: 1 });
  const captcha = useQuery({
    queryKey: ["login-captcha"],
    queryFn: session.captcha,
    enabled: options.data?.captcha === true,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });

  const [submit, busy] = useOnce(async (values: Values) => {
    setProblem(undefined);
    try {
      await logIn({ ...values, captcha_id: captcha.data?.id });
    } catch (error) {
      setProblem(error);
      form.setFieldValue("captcha", undefined);
      if (error instanceof ApiProblem && error.status > 0) {
        await options.refetch();
        if (captcha.data) void captcha.refetch();
      }
    }
  });
  const required = (field: string) => [{ required: true, message: t("required", { field }) }];

  return (
    <div className="lt-login">
      <section className="lt-login-brand" aria-hidden="true">
        <Waves />
        <p className="lt-login-welcome">{t("welcome")}</p>
        <p className="lt-login-intro">{t("intro")}</p>
      </section>
      <main className="lt-login-main">
        <div className="lt-login-language">
          <LanguageSwitch />
        </div>
        <div className="lt-login-card">
          <div className="lt-login-plate">
            <Logo size={44} />
            <div>
              <h1>{t("common:productFull")}</h1>
              <p>{t("common:tagline")}</p>
            </div>
          </div>
          {bye && !problem ? <Alert type="info" showIcon title={t(`bye.${bye}`, { defaultValue: "" })} /> : null}
          {problem ? <Alert type="error" showIcon role="alert" title={text(problem)} /> : null}
          <Form<Values>
            form={form}
            layout="vertical"
            size="large"
            requiredMark={false}
            initialValues={{ company: localStorage.getItem(companyKey) ?? "" }}
            onFinish={submit}
          >
            <Form.Item name="company" label={t("company")} rules={required(t("company"))}>
              <Input autoComplete="organization" autoFocus={!localStorage.getItem(companyKey)} />
            </Form.Item>
            <Form.Item name="account" label={t("account")} rules={required(t("account"))}>
              <Input autoComplete="username" autoFocus={!!localStorage.getItem(companyKey)} />
            </Form.Item>
            <Form.Item name="password" label={t("password")} rules={required(t("password"))}>
              <Input.Password autoComplete="current-password" />
            </Form.Item>
            {options.data?.captcha && (
              <CaptchaField captcha={captcha.data} loading={captcha.isFetching} onRefresh={() => void captcha.refetch()} />
            )}
            <Button type="primary" htmlType="submit" block loading={busy}>
              {t("submit")}
            </Button>
          </Form>
        </div>
      </main>
    </div>
  );
}
