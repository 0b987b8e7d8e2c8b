/** A flow that is open for editing: its draft, what was changed, and what a check finds. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useCommand } from "@/ui/problemText";
import { useRefreshLists } from "@/ui/records/useAll";
import type { Check, Draft, FlowDocument, FlowProblem } from "./types";

const CHECK_AFTER_MS = 700;

export interface OpenFlow {
  draft?: Draft;
  error: unknown;
  reload: () => void;
  document?: FlowDocument;
  isChanged: boolean;
  problems: FlowProblem[];
  /** Exits that the server declares, by node, as of the last check. */
  declared: Record<string, string[]>;
  busy: boolean;
  edit: (document: FlowDocument) => void;
  discard: () => void;
  save: () => Promise<boolean>;
  publish: (note: string) => Promise<boolean>;
  restore: (version: number) => Promise<boolean>;
}

/** Asks the server what is wrong with a document that is not stored yet. */
function useCheck(flow: string, document: FlowDocument | undefined, onFound: (check: Check) => void): void {
  const latest = useRef(0);
  useEffect(() => {
    if (!document) return;
    const turn = (latest.current += 1);
    const timer = setTimeout(() => {
      api.post<Check>(`/flows/${flow}/check`, { document }).then(
        (answer) => turn === latest.current && onFound(answer),
        // A document that cannot be read yet is told when it is saved.
        () => undefined,
      );
    }, CHECK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [flow, document, onFound]);
}

export function useFlow(flow: string): OpenFlow {
  const { t } = useTranslation("flows");
  const { message } = App.useApp();
  const run = useCommand();
  const cache = useQueryClient();
  const refresh = useRefreshLists();
  const queryKey = ["flow-draft", flow];
  const loaded = useQuery({ queryKey, queryFn: ({ signal }) => api.get<Draft>(`/flows/${flow}/draft`, undefined, signal), staleTime: Infinity, gcTime: 0 });
  const [changed, setChanged] = useState<FlowDocument>();
  const [found, setFound] = useState<Check>();
  const [busy, setBusy] = useState(false);
  const draft = loaded.data;
  useCheck(flow, changed, useCallback((check: Check) => setFound(check), []));

  const forget = () => {
    setChanged(undefined);
    setFound(undefined);
  };
  const command = async (work: () => Promise<unknown>) => {
    setBusy(true);
    const done = await run(async () => {
      await work();
      await refresh();
    });
    setBusy(false);
    return done;
  };
  const take = (fresh: Draft) => {
    cache.setQueryData(queryKey, fresh);
    forget();
  };
  const store = async () => {
    if (changed && draft) take(await api.put<Draft>(`/flows/${flow}/draft`, { document: changed, revision: draft.flow.revision }));
  };
  return {
    draft,
    error: loaded.isLoadingError ? loaded.error : undefined,
    reload: () => void loaded.refetch(),
    document: changed ?? draft?.document,
    isChanged: changed !== undefined,
    problems: found?.problems ?? draft?.problems ?? [],
    declared: found?.exits ?? draft?.exits ?? {},
    busy,
    edit: setChanged,
    discard: () => {
      forget();
      void loaded.refetch();
    },
    save: () =>
      command(async () => {
        await store();
        void message.success(t("draftSaved"));
      }),
    publish: (note) =>
      command(async () => {
        await store();
        const head = await api.post<Draft["flow"]>(`/flows/${flow}/publish`, { note });
        await loaded.refetch();
        void message.success(t("published", { version: head.published_version }));
      }),
    restore: (version) =>
      command(async () => {
        take(await api.post<Draft>(`/flows/${flow}/versions/${version}/restore`, { revision: draft?.flow.revision }));
        void message.success(t("restored", { version }));
      }),
  };
}
