/** What stands in a person's circle when there is no photo. */

/** The given name of a Chinese name, else the first letters of two words. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  if (/\p{Script=Han}/u.test(name)) return name.replace(/\s/g, "").slice(-2);
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
}
