/** Providers around everything: texts, component set, cache, addresses. */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { App as AntApp, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { I18nextProvider, useTranslation } from "react-i18next";
import { currentLanguage, i18n } from "@/i18n";
import { queryClient } from "./queryClient";
import { router } from "./router";
import { themeOf } from "./theme";

function cspNonce(): string | undefined {
  return document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce || undefined;
}

/** A message never covers the buttons of a call. */
const BELOW_BAR = 72;

function Themed() {
  useTranslation();
  const chinese = currentLanguage() === "zh-CN";
  dayjs.locale(chinese ? "zh-cn" : "en");
  return (
    <ConfigProvider
      locale={chinese ? zhCN : enUS}
      theme={themeOf(chinese)}
      button={{ autoInsertSpace: false }}
      csp={{ nonce: cspNonce() }}
    >
      <AntApp className="lt-app" message={{ top: BELOW_BAR }}>
        <RouterProvider router={router} />
      </AntApp>
    </ConfigProvider>
  );
}

export function App() {
  return (
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={queryClient}>
        <Themed />
      </QueryClientProvider>
    </I18nextProvider>
  );
}
