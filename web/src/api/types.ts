/** The shapes of the server's resources; each becomes an alias of the generated schema when that exists. */

export interface Seat {
  id: string;
  number: string;
  extension: string;
}

export interface Me {
  user: { id: string; account: string; name: string; photo_url?: string | null };
  company: { id: string; short_name: string; name: string; time_zone: string };
  roles: string[];
  permissions: string[];
  seat: Seat | null;
  language: string;
  must_change_password?: boolean;
}

export interface Captcha {
  id: string;
  image: string;
  expires_at: string;
}

export interface LoginForm {
  company: string;
  account: string;
  password: string;
  captcha_id?: string;
  captcha?: string;
}

export interface PhoneCredentials {
  name: string;
  secret: string;
  domain: string;
  ws_path: string;
  ice_servers?: RTCIceServer[];
  expires_at?: string;
}

export interface TestPhone extends PhoneCredentials {
  numbers: { number: string; label: string }[];
}

export interface AgentTarget {
  id: string;
  name: string;
  seat?: string;
  extension?: string;
  state: string;
}

export interface Targets {
  agents: AgentTarget[];
  queues: { id: string; name: string }[];
  flows: { id: string; name: string }[];
}

export type TransferKind = "agent" | "queue" | "number" | "flow";

export interface CallNote {
  text: string;
  disposition?: string | null;
}

export interface Customer {
  id: string;
  name: string;
  numbers: string[];
  company?: string | null;
  level?: string | null;
  notes?: string | null;
  region?: string | null;
}

export interface Contact {
  id: string;
  at: string;
  kind?: string;
  direction?: string;
  outcome?: string;
  agent?: string | null;
  agents?: string[];
  queue?: string | null;
  summary?: string | null;
  note?: string | null;
  talk_seconds?: number | null;
  call_id?: string | null;
}
