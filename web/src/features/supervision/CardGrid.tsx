/** The cards in their order; while the line to the server is lost they say that they are old. */
import { useRealtime } from "@/rt/store";
import { cardOf } from "./cards";
import type { Card } from "./wallboard";

export function CardGrid({ cards }: { cards: Card[] }) {
  const stale = useRealtime((link) => link.status !== "open");
  return (
    <div className={stale ? "lt-sv-grid lt-sv-stale" : "lt-sv-grid"}>
      {cards.map((card, at) => {
        const Content = cardOf[card.kind];
        return (
          <section key={`${at}-${card.kind}-${card.figure ?? ""}-${card.queue ?? ""}`} className={`lt-card lt-sv-card lt-sv-w${card.width}`} data-card={card.kind}>
            <Content card={card} />
          </section>
        );
      })}
    </div>
  );
}
