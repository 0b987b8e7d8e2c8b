/** Names for the shapes of the generated schema that administration pages use. */
import type { components } from "./schema";

type Schemas = components["schemas"];

/** A list that has a default on the server still comes with every answer. */
type Whole<T> = { [K in keyof T]-?: T[K] };

export type UserRecord = Schemas["UserOut"];
/** A new user; the password is there when the server made it up, and only now. */
export type UserAdded = Schemas["UserAdded"];
export type SeatRecord = Schemas["SeatOut"];
export type Role = Schemas["RoleOut"];
export type Layer = Role["layer"];
export type Permission = Schemas["PermissionOut"];
export type MenuEntry = Schemas["MenuOut"];
export type Member = Whole<Schemas["MemberBody"]>;
export type SkillGroup = Omit<Schemas["SkillGroupOut"], "members"> & { members: Member[] };
export type Requirement = Whole<Schemas["RequirementBody"]>;
export type Relaxation = Whole<Schemas["RelaxationBody"]>;
export type Strategy = Schemas["Strategy"];
export type Queue = Omit<Whole<Schemas["QueueOut"]>, "requirements" | "relaxations" | "announcements"> & {
  requirements: Requirement[];
  relaxations: Relaxation[];
  announcements: Whole<Schemas["AnnouncementsBody"]>;
};
export type BusyReason = Whole<Schemas["BusyReasonOut"]>;
export type AccessNumber = Schemas["AccessNumberOut"];
export type BoundNumber = Schemas["BoundNumberOut"];
export type LanguageCode = "zh-CN" | "en";
export type Recording = Schemas["RecordingOut"];
export type Prompt = Omit<Schemas["PromptOut"], "names" | "texts" | "recordings"> & {
  names: Record<LanguageCode, string>;
  texts: Partial<Record<LanguageCode, string>>;
  recordings: Partial<Record<LanguageCode, Recording>>;
};
export type CustomerRecord = Schemas["CustomerOut"];
export type ContactRecord = Schemas["ContactOut"];
export type Company = Schemas["CompanyOut"];
export type Setting = Schemas["SettingOut"];
export type RefusedDial = Schemas["RefusedDial"];
export type TrailEntry = Schemas["EntryOut"];
