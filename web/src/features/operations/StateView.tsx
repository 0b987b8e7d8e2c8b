/** The parts as they are now, asked again every few seconds. */
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { api } from "@/api/client";
import { ProblemNote } from "@/ui/ProblemNote";
import { Alarms } from "./Alarms";
import { BansCard } from "./BansCard";
import { AsteriskCard, DatabaseCard, MachineCard } from "./FactCards";
import { JobsCard } from "./JobsCard";
import { LinesCard, PartsCard } from "./TableCards";
import type { Overview } from "./types";

const REFRESH_MS = 5000;

export function StateView() {
  const overview = useQuery({
    queryKey: ["operations"],
    queryFn: ({ signal }) => api.get<Overview>("/operations", undefined, signal),
    refetchInterval: REFRESH_MS,
  });
  if (overview.isError && !overview.data) return <ProblemNote error={overview.error} onRetry={() => void overview.refetch()} />;
  if (!overview.data) return <Skeleton active />;
  const seen = overview.data;
  return (
    <>
      {overview.isError && <ProblemNote error={overview.error} />}
      <Alarms alarms={seen.alarms} />
      <div className="lt-ops">
        <PartsCard parts={seen.parts} />
        <LinesCard switch={seen.switch} />
        <BansCard refresh={REFRESH_MS} />
        <AsteriskCard switch={seen.switch} connected={seen.switch_connected} />
        <DatabaseCard database={seen.database} backup={seen.backup} />
        <JobsCard jobs={seen.jobs} />
        <MachineCard versions={seen.versions} disk={seen.disk} />
      </div>
    </>
  );
}
