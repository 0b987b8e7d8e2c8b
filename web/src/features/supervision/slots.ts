/** Where a leader's actions stand on the wallboard: at the end of an agent's row, and in a strip above all cards. */
import type { ComponentType } from "react";
import type { AgentRow } from "./state";

export interface RowActionsProps {
  agentId: string;
  agent: AgentRow;
}

interface Slots {
  rowActions?: ComponentType<RowActionsProps>;
  strip?: ComponentType;
}

export const slots: Slots = {};
