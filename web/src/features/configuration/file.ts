/** A text as a file on the person's computer. */
import type { ConfigText } from "./types";

export function save({ text, file_name }: ConfigText): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = file_name;
  link.click();
  URL.revokeObjectURL(address);
}
