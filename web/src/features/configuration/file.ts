/** A text as a file on the person's computer. */
import { save as saveFile } from "@/api/save";
import type { ConfigText } from "./types";

export function save({ text, file_name }: ConfigText): void {
  saveFile(new Blob([text], { type: "application/yaml" }), file_name);
}
