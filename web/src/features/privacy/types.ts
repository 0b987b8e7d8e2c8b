/** What the server keeps about one person, and deletions that were asked for. */
import type { components } from "@/api/schema";

export type Person = components["schemas"]["PersonOut"];
export type Erasure = components["schemas"]["ErasureOut"];

/** Who is meant: a customer's record, or a number. */
export type Whom = { customer: string } | { number: string };
