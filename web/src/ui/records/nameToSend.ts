/** A name that came with the product is read in two languages; one that a form leaves as it was read stays as it is stored. */
export function nameToSend(typed: string, read: string | undefined, stored: string | undefined): string {
  return stored !== undefined && typed === read ? stored : typed;
}
