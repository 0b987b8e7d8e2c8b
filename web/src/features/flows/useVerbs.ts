/** The kinds of nodes that the server knows. */
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "@/api/client";
import { currentLanguage } from "@/i18n";
import { words } from "./document";
import type { FlowNode, Verb, Verbs } from "./types";

export interface VerbBook {
  all: Verb[];
  verb: (name: string) => Verb | undefined;
  verbTitle: (name: string) => string;
  exitTitle: (node: FlowNode, exit: string) => string;
}

export function useVerbs(): VerbBook {
  const verbs = useQuery({ queryKey: ["verbs"], queryFn: ({ signal }) => api.get<Verbs>("/flows/verbs", undefined, signal), staleTime: Infinity });
  const all = verbs.data?.items ?? [];
  const titles = verbs.data?.exit_titles ?? {};
  const language = currentLanguage();
  const verb = (name: string) => all.find((one) => one.name === name);
  const verbTitle = (name: string) => words(verb(name)?.title, language) || name;
  const exitTitle = useCallback(
    (node: FlowNode, exit: string) => {
      const options = Array.isArray(node.options) ? (node.options as { key?: string; title?: Record<string, string> }[]) : [];
      const option = options.find((one) => one.key === exit);
      if (option) return `${exit} ${words(option.title, language)}`.trim();
      return words(titles[exit], language) || exit;
    },
    [titles, language],
  );
  return { all, verb, verbTitle, exitTitle };
}
