/** Names for the shapes of the generated schema that the desk, the shell and the login use. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Seat = Schemas["MeSeat"];
export type Me = Schemas["Me"];
export type Captcha = Schemas["CaptchaOut"];
export type LoginForm = Schemas["LoginIn"];
export type PhoneCredentials = Schemas["PhoneAccess"];
export type SipPhone = Schemas["SipPhoneShown"];
export type SipPhoneSecret = Schemas["SipPhoneAccess"];
export type TestPhone = Schemas["TestPhoneAccess"];
export type AgentTarget = Schemas["AgentTarget"];
export type Targets = Schemas["Targets"];
export type TransferKind = Schemas["TransferTo"]["kind"];
export type CallNote = Schemas["Note"];
export type Customer = Schemas["CustomerOut"];
export type CustomerForm = Schemas["CustomerIn"];
export type Contact = Schemas["ContactOut"];
