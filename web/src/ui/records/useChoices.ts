/** The agents, queues and flows that calls and reports can be narrowed to, for whoever reads all of them. */
import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { components } from "@/api/schema";
import { usePermission } from "./usePermission";

type Choices = components["schemas"]["ChoicesOut"];

export function useChoices(): Choices | undefined {
  const may = usePermission();
  return useQuery({
    queryKey: ["all", "/choices"],
    queryFn: ({ signal }) => api.get<Choices>("/choices", undefined, signal),
    enabled: may("calls.read") || may("reports.see"),
  }).data;
}
