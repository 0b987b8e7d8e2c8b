/** The shapes of what administrators keep; each becomes an alias of the generated schema when that exists. */

export type Layer = "seat" | "platform";

export interface UserRecord {
  id: string;
  account: string;
  name: string;
  language: string;
  active: boolean;
  must_change_password: boolean;
  photo_url?: string | null;
  created_at: string;
  roles: string[];
  seat: { id: string; number: string; extension: string } | null;
}

/** A new user; the password is there when the server made it up, and only now. */
export interface UserAdded {
  user: UserRecord;
  password: string | null;
}

export interface SeatRecord {
  id: string;
  number: string;
  extension: string;
  user: { id: string; account: string; name: string } | null;
  has_password: boolean;
}

export interface Role {
  id: string;
  /** Names a role that came with the product. */
  key: string | null;
  name: string;
  layer: Layer;
  permissions: string[];
  /** null: every menu that the permissions allow. */
  menus: string[] | null;
  users: number;
}

export interface Permission {
  name: string;
  layer: Layer;
  zh: string;
  en: string;
}

export interface MenuEntry extends Permission {
  permission: string;
}

export interface Member {
  agent: string;
  level: number;
  priority: number;
}

export interface SkillGroup {
  id: string;
  name: string;
  members: Member[];
  prompts: string[];
  music: string | null;
}

export interface Requirement {
  group: string;
  min_level: number;
}

export interface Relaxation {
  after_seconds: number;
  min_level: number;
}

export interface Announcements {
  first_after_seconds: number;
  every_seconds: number;
  position: boolean;
  estimated_wait: boolean;
}

export type Strategy =
  | "longest_idle"
  | "least_time_used"
  | "fewest_calls"
  | "sequential"
  | "round_robin"
  | "priority_in_group"
  | "random";

export interface Queue {
  id: string;
  name: string;
  requirements: Requirement[];
  relaxations: Relaxation[];
  strategy: Strategy;
  priority: number;
  seconds_per_point: number | null;
  /** null: as the company has set it. */
  ring_seconds: number | null;
  wrap_up_seconds: number | null;
  max_wait_seconds: number | null;
  max_length: number | null;
  preferred_seconds: number;
  after_rejection: "busy" | "stay";
  service_target_seconds: number;
  music: string | null;
  announcements: Announcements;
  enabled: boolean;
}

export interface BusyReason {
  code: string;
  zh: string;
  en: string;
  enabled: boolean;
  planned: boolean;
  /** The product sets such a reason by itself; agents cannot choose it. */
  system: boolean;
}

export interface AccessNumber {
  id: string;
  number: string;
  label: string;
  flow_id: string | null;
  active: boolean;
}

export interface BoundNumber {
  id: string;
  number: string;
  kind: "400" | "800";
  label: string;
  access_numbers: string[];
}

export type LanguageCode = "zh-CN" | "en";

export interface Recording {
  original_name: string;
  seconds: number;
  uploaded_at: string;
}

export interface Prompt {
  key: string;
  name: string;
  category: string;
  shipped: boolean;
  texts: Partial<Record<LanguageCode, string>>;
  recordings: Partial<Record<LanguageCode, Recording>>;
  changed_at: string | null;
}

export interface CustomerNumber {
  number: string;
  /** As people read it; masked for whoever may not see whole numbers. */
  shown: string;
  key: string;
  region: string | null;
}

export interface CustomerRecord {
  id: string;
  name: string;
  company: string;
  level: string;
  email: string;
  address: string;
  notes: string;
  numbers: CustomerNumber[];
  created_at: string;
  updated_at: string;
}

export interface ContactRecord {
  kind: "call" | "message" | "ticket" | "order";
  id: string;
  at: string;
  number: string | null;
  direction: "in" | "out" | "internal" | null;
  outcome: string | null;
  agents: string[];
  seconds: number | null;
  summary: string | null;
}
