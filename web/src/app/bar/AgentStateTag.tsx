/** The own state in the telephone bar, with the reason why one is busy. */
import { pick } from "@/i18n";
import type { Agent } from "@/rt/state";
import { useDesk } from "@/rt/store";
import { AgentLook } from "@/ui/AgentLook";

export function AgentStateTag({ agent }: { agent: Pick<Agent, "state" | "reason"> }) {
  const reasons = useDesk((state) => state.reasons);
  const reason = agent.state === "busy" && agent.reason ? reasons?.find(({ code }) => code === agent.reason) : undefined;
  return <AgentLook state={agent.state}>{reason && ` · ${pick(reason)}`}</AgentLook>;
}
