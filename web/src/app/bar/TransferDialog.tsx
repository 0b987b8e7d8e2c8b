/** Blind transfer: to an agent, a queue, an outside number, or back to a voice flow. */
import { SearchOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Input, Modal, Segmented, Spin } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { desk } from "@/api/desk";
import type { Targets, TransferKind } from "@/api/types";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNote } from "@/ui/ProblemNote";
import { useOnce } from "@/ui/useOnce";
import { dialable } from "./Keypad";
import { closePanel, usePanels } from "./panels";
import { useDeskCommands } from "./useDeskCommands";

interface Choice {
  id: string;
  name: string;
  hint?: string;
  free?: boolean;
}

type ListKind = Exclude<TransferKind, "number">;

export function choicesOf(targets: Targets, kind: ListKind, word: string): Choice[] {
  const all: Choice[] =
    kind === "agent"
      ? targets.agents.map((agent) => ({
          id: agent.id,
          name: agent.name,
          hint: [agent.seat, agent.extension].filter(Boolean).join(" · "),
          free: agent.can_take,
        }))
      : targets[kind === "queue" ? "queues" : "flows"];
  const wanted = word.trim().toLowerCase();
  return all
    .filter((choice) => `${choice.name} ${choice.hint ?? ""}`.toLowerCase().includes(wanted))
    .sort((a, b) => Number(b.free ?? false) - Number(a.free ?? false));
}

function useTransfer() {
  const commands = useDeskCommands();
  const [transfer] = useOnce(async (kind: TransferKind, target: string) => {
    if (await commands.transfer(kind, target)) closePanel();
  });
  return transfer;
}

function TargetList({ kind }: { kind: ListKind }) {
  const { t } = useTranslation("bar");
  const transfer = useTransfer();
  const [word, setWord] = useState("");
  const targets = useQuery({ queryKey: ["targets"], queryFn: desk.targets, staleTime: 0, refetchInterval: 5_000 });
  if (targets.isLoadingError) return <ProblemNote error={targets.error} onRetry={() => void targets.refetch()} />;
  if (!targets.data) return <Spin />;
  const choices = choicesOf(targets.data, kind, word);
  const find = t(kind === "agent" ? "transferTo.find" : "transferTo.findByName");
  const states = new Map(targets.data.agents.map((agent) => [agent.id, agent.state]));
  return (
    <>
      <Input
        autoFocus
        prefix={<SearchOutlined aria-hidden="true" />}
        value={word}
        aria-label={find}
        placeholder={find}
        onChange={(event) => setWord(event.target.value)}
        onPressEnter={() => word.trim() && choices[0] && transfer(kind, choices[0].id)}
      />
      <ul className="lt-targets">
        {choices.map((choice) => (
          <li key={choice.id}>
            <button type="button" onClick={() => transfer(kind, choice.id)}>
              <strong>{choice.name}</strong>
              {choice.hint && <span className="lt-num">{choice.hint}</span>}
              {kind === "agent" && (
                <span className={`lt-tag lt-tone-${choice.free ? "good" : "quiet"}`}>{t(`state.${states.get(choice.id)}`)}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {choices.length === 0 && <EmptyState title={t("transferTo.empty")} />}
    </>
  );
}

function OutsideNumber() {
  const { t } = useTranslation("bar");
  const transfer = useTransfer();
  const [number, setNumber] = useState("");
  return (
    <div className="lt-transfer-number">
      <Input
        autoFocus
        size="large"
        inputMode="tel"
        value={number}
        aria-label={t("numberLabel")}
        placeholder={t("numberLabel")}
        onChange={(event) => setNumber(dialable(event.target.value))}
        onPressEnter={() => number && transfer("number", number)}
      />
      <Button type="primary" size="large" disabled={!number} onClick={() => transfer("number", number)}>
        {t("transfer")}
      </Button>
    </div>
  );
}

const kinds = ["agent", "queue", "number"] as const;

export function TransferDialog() {
  const { t } = useTranslation("bar");
  const panel = usePanels((panels) => panels.open);
  const [kind, setKind] = useState<(typeof kinds)[number]>("agent");
  const toIvr = panel === "to_ivr";
  return (
    <Modal
      open={panel === "transfer" || toIvr}
      onCancel={() => closePanel()}
      footer={null}
      destroyOnHidden
      title={toIvr ? t("transferTo.ivrTitle") : t("transferTo.title")}
    >
      <div className="lt-transfer">
        {toIvr && <TargetList kind="flow" />}
        {!toIvr && (
          <>
            <Segmented
              block
              value={kind}
              aria-label={t("transferTo.title")}
              onChange={setKind}
              options={kinds.map((value) => ({ value, label: t(`transferTo.${value}`) }))}
            />
            {kind === "number" ? <OutsideNumber /> : <TargetList key={kind} kind={kind} />}
          </>
        )}
      </div>
    </Modal>
  );
}
