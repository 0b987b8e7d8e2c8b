/** What a change of an address means for Back: `open` is the panel over the page. */

type Search = Record<string, unknown>;

/** "push": a panel opens; "back": one closes by the step that opened it; "close": one closes that a link had opened. */
export type Step = "push" | "back" | "close" | "stay";

export function changed(search: Search, change: Search): Search {
  return Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined));
}

export function stepOf(search: Search, change: Search, isPanelEntry: boolean): Step {
  const wasOpen = search.open !== undefined;
  const isOpen = changed(search, change).open !== undefined;
  if (isOpen && !wasOpen) return "push";
  if (isOpen || !wasOpen) return "stay";
  const alsoSets = Object.values(change).some((value) => value !== undefined);
  return isPanelEntry && !alsoSets ? "back" : "close";
}
