/** An agent's state as icon, text and colour. */
import {
  CheckCircleFilled,
  CoffeeOutlined,
  CustomerServiceFilled,
  DisconnectOutlined,
  EditFilled,
  LoginOutlined,
  MinusCircleFilled,
  PauseCircleFilled,
  PhoneFilled,
  SyncOutlined,
  TeamOutlined,
  UserSwitchOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AgentState } from "@/rt/state";
import { StatusTag, type Tone } from "./StatusTag";

export const agentLooks: Record<AgentState, { tone: Tone; icon: ReactNode }> = {
  offline: { tone: "quiet", icon: <DisconnectOutlined /> },
  logged_in: { tone: "quiet", icon: <LoginOutlined /> },
  busy: { tone: "warn", icon: <CoffeeOutlined /> },
  idle: { tone: "good", icon: <CheckCircleFilled /> },
  ringing: { tone: "accent", icon: <PhoneFilled /> },
  dialling: { tone: "accent", icon: <PhoneFilled /> },
  talking: { tone: "info", icon: <CustomerServiceFilled /> },
  holding: { tone: "violet", icon: <PauseCircleFilled /> },
  consulting: { tone: "info", icon: <UserSwitchOutlined /> },
  conference: { tone: "info", icon: <TeamOutlined /> },
  wrapping: { tone: "violet", icon: <EditFilled /> },
  do_not_disturb: { tone: "bad", icon: <MinusCircleFilled /> },
  reconnecting: { tone: "bad", icon: <SyncOutlined spin /> },
};

/** `children` is what more is to be said, for example the reason. */
export function AgentLook({ state, children }: { state: AgentState; children?: ReactNode }) {
  const { t } = useTranslation("bar");
  const look = agentLooks[state] ?? agentLooks.logged_in;
  return (
    <StatusTag tone={look.tone} icon={look.icon}>
      {t(`state.${state}`)}
      {children}
    </StatusTag>
  );
}
