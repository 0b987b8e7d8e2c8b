/** The twelve keys of a telephone. */
const keys = [
  ["1", ""], ["2", "ABC"], ["3", "DEF"], ["4", "GHI"], ["5", "JKL"], ["6", "MNO"],
  ["7", "PQRS"], ["8", "TUV"], ["9", "WXYZ"], ["*", ""], ["0", "+"], ["#", ""],
] as const;

interface Props {
  label: string;
  onKey: (key: string) => void;
  disabled?: boolean;
}

export function Keys({ label, onKey, disabled }: Props) {
  return (
    <div className="lt-keys" role="group" aria-label={label}>
      {keys.map(([key, letters]) => (
        <button key={key} type="button" disabled={disabled} onClick={() => onKey(key)}>
          <span className="lt-num">{key}</span>
          <small aria-hidden="true" data-letters={letters} />
        </button>
      ))}
    </div>
  );
}
