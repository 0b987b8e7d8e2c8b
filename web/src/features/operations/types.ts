/** Names for the shapes of the generated schema that the operator's view uses, and how to read them. */
import type { components } from "@/api/schema";
import { pick } from "@/i18n";

type Schemas = components["schemas"];

export type Overview = Schemas["OverviewOut"];
export type Alarm = Schemas["AlarmOut"];
export type Part = Schemas["PartOut"];
export type Line = Schemas["LineOut"];
export type FailedJob = Schemas["FailedJobOut"];
export type Ban = Schemas["BanOut"];
export type CheckRun = Schemas["CheckRunOut"];
export type Finding = Schemas["FindingOut"];
export type Verdict = Finding["verdict"];
export type Words = Schemas["BilingualOut"];
export type MailServer = Schemas["MailServerOut"];
export type MailTest = Schemas["MailTestOut"];

/** A text of the server in the reader's language. */
export const say = (words: Words) => pick({ zh: words["zh-CN"], en: words.en });
