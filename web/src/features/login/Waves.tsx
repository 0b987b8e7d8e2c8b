/** The quiet picture beside the login form: sound that travels and is heard. */
const bars = [18, 34, 52, 30, 70, 96, 62, 120, 148, 104, 170, 132, 88, 150, 112, 66, 92, 54, 36, 60, 28, 16];

export function Waves() {
  return (
    <svg className="lt-waves" viewBox="0 0 440 240" focusable="false">
      <g stroke="currentColor" strokeWidth="8" strokeLinecap="round">
        {bars.map((height, at) => (
          <line key={at} x1={20 + at * 19} x2={20 + at * 19} y1={120 - height / 2} y2={120 + height / 2} opacity={0.25 + (height / 170) * 0.75} />
        ))}
      </g>
    </svg>
  );
}
