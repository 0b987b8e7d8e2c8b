/** Texts: zh-CN is the source, en the translation; each file is a namespace, a feature may bring its own folder. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";

export const languages = ["zh-CN", "en"] as const;
export type Language = (typeof languages)[number];

const storageKey = "lingting.language";

type Texts = Record<string, unknown>;
type Files = Record<string, Texts>;

const shared = import.meta.glob<Texts>("./{zh-CN,en}/*.json", { eager: true, import: "default" });
const ofFeatures = import.meta.glob<Texts>("../features/*/i18n/{zh-CN,en}.json", { eager: true, import: "default" });

function collect(): Record<Language, Files> {
  const resources: Record<Language, Files> = { "zh-CN": {}, en: {} };
  for (const [path, texts] of Object.entries(shared)) {
    const match = /\.\/(zh-CN|en)\/([\w-]+)\.json$/.exec(path);
    if (match) resources[match[1] as Language][match[2]!] = texts;
  }
  for (const [path, texts] of Object.entries(ofFeatures)) {
    const match = /features\/([\w-]+)\/i18n\/(zh-CN|en)\.json$/.exec(path);
    if (match) resources[match[2] as Language][match[1]!] = texts;
  }
  return resources;
}

export function asLanguage(code: string | null | undefined): Language | undefined {
  if (!code) return undefined;
  return code.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

function firstLanguage(): Language {
  return asLanguage(localStorage.getItem(storageKey)) ?? asLanguage(navigator.language) ?? "zh-CN";
}

export const i18n = i18next.createInstance();

void i18n.use(initReactI18next).init({
  resources: collect(),
  lng: firstLanguage(),
  fallbackLng: "zh-CN",
  defaultNS: "common",
  interpolation: { escapeValue: false },
  returnNull: false,
  initAsync: false,
});
document.documentElement.lang = i18n.language;

export function currentLanguage(): Language {
  return asLanguage(i18n.language) ?? "zh-CN";
}

export function switchLanguage(language: Language): void {
  localStorage.setItem(storageKey, language);
  document.documentElement.lang = language;
  void i18n.changeLanguage(language);
}

/** A text that the server sends in both languages. */
export function pick(text: { zh: string; en: string }): string {
  return currentLanguage() === "zh-CN" ? text.zh : text.en;
}
