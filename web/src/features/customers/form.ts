/** What the customer form shows and sends. */
import type { CustomerRecord } from "@/api/records";

export interface Values {
  name: string;
  numbers: string[];
  company: string;
  level?: string;
  email: string;
  address: string;
  notes: string;
}

export const levels = ["vip", "important", "normal"] as const;

export const fresh: Values = { name: "", numbers: [""], company: "", level: "", email: "", address: "", notes: "" };

export function valuesOf(customer: CustomerRecord): Values {
  const { name, company, level, email, address, notes } = customer;
  return { name, company, level, email, address, notes, numbers: customer.numbers.map((one) => one.number) };
}

/** Empty lines of numbers are left out; a cleared choice is an empty text. */
export function bodyOf(values: Values): Values {
  const numbers = values.numbers.map((number) => (number ?? "").trim()).filter(Boolean);
  return { ...fresh, ...values, level: values.level ?? "", name: values.name.trim(), numbers };
}

/** A search for digits is a search for a number. */
export function searchQuery(text: string): { q?: string; number?: string } {
  const wanted = text.trim();
  if (!wanted) return {};
  return /^[+\d][\d\s()-]{4,}$/.test(wanted) ? { number: wanted } : { q: wanted };
}
