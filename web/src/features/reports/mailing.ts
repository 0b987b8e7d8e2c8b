/** A report's mails as the form shows them and as the server takes them. */
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Scheduling = Schemas["SchedulingOut"];
export type Schedule = Schemas["ScheduleOut"];
export type ScheduleBody = Schemas["ScheduleIn"];
export type Mailing = Schemas["MailingOut"];
export type Letter = Schemas["LetterOut"];
export type Recipients = Schemas["RecipientsOut"];
export type Mailed = NonNullable<Schemas["SavedReportOut"]["mailed"]>;

export const rhythms = ["daily", "weekly", "monthly"] as const;
export const reported = ["yesterday", "lastWeek", "lastMonth"] as const;
export const attachments = ["xlsx", "csv", "none"] as const;

/** What each rhythm mostly tells of. */
export const usual = { daily: "yesterday", weekly: "lastWeek", monthly: "lastMonth" } as const satisfies Record<(typeof rhythms)[number], (typeof reported)[number]>;

export function bodyOf(schedule: Schedule): ScheduleBody {
  const { rhythm, hour, weekday, day, reported: days, people, addresses, attach, language } = schedule;
  return { rhythm, hour, weekday, day, reported: days, people, addresses, attach, language };
}

export const atFirst = (language: ScheduleBody["language"]): ScheduleBody => ({ rhythm: "daily", hour: 8, weekday: 1, day: 1, reported: "yesterday", people: [], addresses: [], attach: "xlsx", language });
