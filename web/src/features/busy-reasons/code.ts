/** The code of a new busy reason: made from its English name, so that nobody has to invent one. */

const LONGEST = 36;

export function codeOf(english: string, taken: string[]): string {
  const words = english
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "");
  const base = words.slice(0, LONGEST) || "reason";
  let code = base;
  for (let number = 2; taken.includes(code); number += 1) code = `${base}_${number}`;
  return code;
}
