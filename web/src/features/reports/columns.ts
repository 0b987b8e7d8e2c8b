/** The columns that a person chose for a standard report: this browser shows them again at the next visit. */
const KEY = "lingting.reportColumns";

type Kept = Record<string, string>;

function all(): Kept {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return found && typeof found === "object" && !Array.isArray(found) ? (found as Kept) : {};
  } catch {
    return {};
  }
}

const place = (person: string, report: string) => `${person}/${report}`;

/** Keys joined by commas, as the address has them. */
export function keptColumns(person: string, report: string): string | undefined {
  const found: unknown = all()[place(person, report)];
  return typeof found === "string" && found ? found : undefined;
}

/** Without columns the report is the standard one again. */
export function keepColumns(person: string, report: string, columns: string | undefined): void {
  const { [place(person, report)]: _, ...others } = all();
  localStorage.setItem(KEY, JSON.stringify(columns ? { ...others, [place(person, report)]: columns } : others));
}
