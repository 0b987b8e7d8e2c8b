/** What the parameters of nodes can be chosen from, by the kind that the schema names. */
import { useTranslation } from "react-i18next";
import type { Prompt, Queue } from "@/api/records";
import { promptName } from "@/features/media/promptName";
import { currentLanguage } from "@/i18n";
import { useLookup } from "@/ui/records/useLookup";
import { words } from "./document";
import type { FlowDocument, FlowHead } from "./types";

export interface PickerOption {
  value: string;
  label: string;
}

export type Pickers = Record<string, PickerOption[] | undefined>;

/** The fields of a customer that a flow may read and write. */
const customerFields = ["name", "company", "level", "email", "address", "notes"];

const halfHours = Array.from({ length: 49 }, (_, half) => `${String(Math.floor(half / 2)).padStart(2, "0")}:${half % 2 ? "30" : "00"}`);

export function usePickers(document: FlowDocument | undefined): Pickers {
  const { t } = useTranslation("flows");
  const prompts = useLookup<Prompt>("/prompts").items;
  const queues = useLookup<Queue>("/queues").items;
  const flows = useLookup<FlowHead>("/flows").items;
  const variables = document?.variables ?? [];
  return {
    prompt: prompts.filter((prompt) => prompt.category !== "unit").map((prompt) => ({ value: prompt.key, label: promptName(prompt) })),
    queue: [
      ...queues.map((queue) => ({ value: queue.id, label: queue.name })),
      ...variables.map((one) => ({ value: `{${one.name}}`, label: t("variableOption", { name: one.name }) })),
    ],
    flow: flows.map((flow) => ({ value: flow.key, label: words(flow.name, currentLanguage()) })),
    time: halfHours.map((time) => ({ value: time, label: time })),
    variable: variables.map((one) => ({ value: one.name, label: one.name })),
    music: [{ value: "default", label: t("records:musicNames.default") }],
    customer_field: customerFields.map((field) => ({ value: field, label: t(`customerField.${field}`) })),
  };
}
