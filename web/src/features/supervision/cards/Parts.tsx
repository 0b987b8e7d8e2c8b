/** Small print of several parts, which wraps between them and not within one. */
export function Parts({ of }: { of: (string | undefined)[] }) {
  const parts = of.filter(Boolean);
  return (
    <small className="lt-sv-parts">
      {parts.map((part, place) => (
        <span key={place}>
          {part}
          {place < parts.length - 1 && " ·"}
        </span>
      ))}
    </small>
  );
}
