/** Chooses cards, their order, width and queue. */
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from "@ant-design/icons";
import { Button, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/ui/problemText";
import { DraftPanel } from "@/ui/records/DraftPanel";
import { useDraft } from "@/ui/records/useDraft";
import { useOnce } from "@/ui/useOnce";
import { figureKeys, type FigureKey } from "./figures";
import { useFloor } from "./state";
import { firstWidth, isSame, kinds, moved, ofQueue, useKeepWallboard, widths, type Card, type CardKind, type Wallboard } from "./wallboard";

const DRAFT = "panel.arrange";

function useCardName(): (card: Card) => string {
  const { t } = useTranslation("supervision");
  return (card) => (card.kind === "figure" ? t(`figures.${card.figure ?? "waiting"}`) : t(`cards.${card.kind}`));
}

interface RowProps {
  card: Card;
  first: boolean;
  last: boolean;
  onChange: (change: Partial<Card>) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

function CardRow({ card, first, last, onChange, onMove, onRemove }: RowProps) {
  const { t } = useTranslation("supervision");
  const queues = useFloor((floor) => floor.queues) ?? {};
  const name = useCardName()(card);
  return (
    <li className="lt-sv-arrange-row">
      <strong>{name}</strong>
      {ofQueue.has(card.kind) ? (
        <Select
          size="small"
          aria-label={t("arrange.queueOf", { name })}
          value={card.queue ?? ""}
          onChange={(queue: string) => onChange({ queue: queue || null })}
          options={[{ value: "", label: t("arrange.allQueues") }, ...Object.entries(queues).map(([value, queue]) => ({ value, label: queue.name }))]}
        />
      ) : (
        <span />
      )}
      <Select
        size="small"
        aria-label={t("arrange.widthOf", { name })}
        value={card.width}
        onChange={(width: number) => onChange({ width })}
        options={widths.map((value) => ({ value, label: t(`width.${value}`) }))}
      />
      <span className="lt-sv-arrange-keys">
        <Button size="small" icon={<ArrowUpOutlined />} disabled={first} onClick={() => onMove(-1)} aria-label={t("arrange.up", { name })} />
        <Button size="small" icon={<ArrowDownOutlined />} disabled={last} onClick={() => onMove(1)} aria-label={t("arrange.down", { name })} />
        <Button size="small" icon={<DeleteOutlined />} onClick={onRemove} aria-label={t("arrange.remove", { name })} />
      </span>
    </li>
  );
}

function AddCard({ onAdd }: { onAdd: (card: Card) => void }) {
  const { t } = useTranslation("supervision");
  const blank = (kind: CardKind, figure: FigureKey | null): Card => ({ kind, figure, queue: null, width: firstWidth[kind] });
  const options = [
    { label: t("arrange.lists"), options: kinds.filter((kind) => kind !== "figure").map((kind) => ({ value: kind as string, label: t(`cards.${kind}`) })) },
    { label: t("arrange.figures"), options: figureKeys.map((key) => ({ value: `figure:${key}`, label: t(`figures.${key}`) })) },
  ];
  const add = (value: string) => {
    const [kind, figure] = value.split(":") as [CardKind, FigureKey | undefined];
    onAdd(blank(kind, figure ?? null));
  };
  return <Select className="lt-sv-add" value={null} placeholder={t("arrange.add")} aria-label={t("arrange.add")} options={options} onChange={add} />;
}

export default function ArrangePanel({ wallboard, onClose }: { wallboard: Wallboard; onClose: () => void }) {
  const { t } = useTranslation("supervision");
  const draft = useDraft<Wallboard>(DRAFT);
  const { cards, sound } = draft.kept ?? wallboard;
  const keep = useKeepWallboard();
  const run = useCommand();
  const change = (changed: Partial<Wallboard>) => {
    const chosen = { cards, sound, ...changed };
    draft.keep(isSame(chosen, wallboard) ? undefined : chosen);
  };
  const setCards = (chosen: Card[]) => change({ cards: chosen });
  const [save, busy] = useOnce(async (chosen: Wallboard | undefined) => {
    if (!(await run(() => keep.mutateAsync(chosen)))) return;
    draft.discard();
    onClose();
  });
  return (
    <DraftPanel
      title={t("arrange.title")}
      size={620}
      name={DRAFT}
      draft={draft}
      busy={busy}
      onSave={() => save({ cards, sound })}
      onClose={onClose}
      footer={<Button onClick={() => save(undefined)}>{t("arrange.reset")}</Button>}
    >
      <AddCard onAdd={(card) => setCards([card, ...cards])} />
      <label className="lt-sv-sound">
        <Switch checked={sound} onChange={(on) => change({ sound: on })} /> {t("arrange.sound")}
      </label>
      <ol className="lt-sv-arrange">
        {cards.map((card, at) => (
          <CardRow
            key={`${at}-${card.kind}-${card.figure ?? ""}`}
            card={card}
            first={at === 0}
            last={at === cards.length - 1}
            onChange={(change) => setCards(cards.map((one, index) => (index === at ? { ...one, ...change } : one)))}
            onMove={(by) => setCards(moved(cards, at, by))}
            onRemove={() => setCards(cards.filter((_, index) => index !== at))}
          />
        ))}
      </ol>
    </DraftPanel>
  );
}
