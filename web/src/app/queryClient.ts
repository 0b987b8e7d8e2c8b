/** The cache of server state. */
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiProblem, isUnauthorized } from "@/api/problem";

/** A session that ended while the page was open leads to the login page. */
let onUnauthorized: () => void = () => undefined;

export function whenUnauthorized(action: () => void): void {
  onUnauthorized = action;
}

function noticeUnauthorized(error: unknown): void {
  if (isUnauthorized(error)) onUnauthorized();
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeUnauthorized }),
  mutationCache: new MutationCache({ onError: noticeUnauthorized }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
    },
  },
});
