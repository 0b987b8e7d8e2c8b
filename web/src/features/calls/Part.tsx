/** One part of a call's story: a card with a heading. */
import { useId, type ReactNode } from "react";

interface Props {
  title: string;
  extra?: ReactNode;
  children: ReactNode;
}

export function Part({ title, extra, children }: Props) {
  const id = useId();
  return (
    <section className="lt-card lt-story-part" aria-labelledby={id}>
      <header className="lt-story-head">
        <h2 id={id}>{title}</h2>
        {extra}
      </header>
      {children}
    </section>
  );
}
