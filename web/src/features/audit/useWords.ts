/** Fields and values of the trail in words of the interface; what nobody named is shown readably as it is. */
import { useTranslation } from "react-i18next";
import type { AccessNumber, Permission, Queue, SeatRecord, Setting, SkillGroup, UserRecord } from "@/api/records";
import { currentLanguage } from "@/i18n";
import { useLookup } from "@/ui/records/useLookup";
import { SECOND, useInstant } from "@/ui/time";
import { isFields, isNothing } from "./words";

/** What the server writes in the place of a secret. */
const HIDDEN = "•••";
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

export interface Words {
  field: (name: string) => string;
  value: (field: string, value: unknown) => string;
  /** The thing that an entry is about, when it has a name that says more than its kind. */
  target: (target: string) => string;
}

function useNames(): Map<string, string> {
  const lists = [useLookup<UserRecord>("/users"), useLookup<SkillGroup>("/skill-groups"), useLookup<Queue>("/queues")];
  const seats = useLookup<SeatRecord>("/seats").items.map((one) => [one.id, one.number] as const);
  const numbers = useLookup<AccessNumber>("/access-numbers").items.map((one) => [one.id, one.number] as const);
  return new Map([...lists.flatMap((list) => list.items.map((one) => [one.id, one.name] as const)), ...seats, ...numbers]);
}

export function useWords(): Words {
  const { t } = useTranslation("audit");
  const instant = useInstant();
  const names = useNames();
  const short = currentLanguage() === "zh-CN" ? "zh" : "en";
  const settings = new Map(useLookup<Setting>("/settings").items.map((one) => [one.key, one[short]]));
  const permissions = new Map(useLookup<Permission>("/permissions").items.map((one) => [one.name, one[short]]));

  const field = (name: string): string => {
    const [key, of] = name.split(":", 2);
    const text = names.get(name) ?? settings.get(name) ?? t(`field.${key}`, { defaultValue: "" });
    const measure = text || t(`supervision:measures.${key}`, { defaultValue: "" });
    const label = measure || key!.replaceAll("_", " ");
    return of ? t("inside", { outer: names.get(of) ?? of, inner: label }) : label;
  };
  const word = (of: string, text: string): string => {
    if (text === HIDDEN) return t("hidden");
    if (INSTANT.test(text)) return instant(text, SECOND);
    const known = names.get(text) ?? permissions.get(text) ?? t(`common:language.${text}`, { defaultValue: "" });
    return known || t(`value.${of}.${text}`, { defaultValue: text });
  };
  const value = (of: string, one: unknown): string => {
    if (isNothing(one)) return t("common:none");
    if (typeof one === "boolean") return t(one ? "common:yes" : "common:no");
    if (typeof one === "string") return word(of, one);
    if (Array.isArray(one)) return one.map((item) => value(of, item)).join(t("comma"));
    if (!isFields(one)) return String(one);
    const parts = Object.entries(one).filter(([, inner]) => !isNothing(inner));
    return parts.map(([name, inner]) => `${field(name)} ${value(name, inner)}`).join(t("comma"));
  };
  const target = (text: string): string => {
    const [kind, id] = text.split(":", 2);
    if (id === undefined) return /[^a-z_]/.test(kind!) ? kind! : "";
    return names.get(id) ?? "";
  };
  return { field, value, target };
}
