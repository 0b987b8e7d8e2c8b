/** The product's sign: an ear that is also a sound wave. */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#0b6b75" />
      <g fill="none" strokeLinecap="round">
        <path d="M9.2 13.6a6.8 6.8 0 0 1 13.6.2c0 3.5-1.8 4.5-1.8 6.7 0 2.6-1.6 4-3.6 4-1.7 0-2.7-1-3.1-2.3" stroke="#fff" strokeWidth="2.4" />
        <path d="M9.2 16.8v2.8M13 13.2v6.4M16.9 14.6v3.6" stroke="#7fe0d4" strokeWidth="2.2" />
      </g>
    </svg>
  );
}
