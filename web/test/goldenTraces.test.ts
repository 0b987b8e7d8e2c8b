/** What the server sent in real stories gives, message by message, the state that the server meant. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyStream, receive, type ServerMessage } from "@/rt/protocol";

const folder = join(__dirname, "../../contracts/realtime");
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf-8")) as { message: ServerMessage; state: unknown }[];

describe.each(readdirSync(folder))("%s", (file) => {
  it("is replayed to the same states", () => {
    let stream = emptyStream;
    for (const { message, state } of read(file)) {
      const outcome = receive(stream, message);
      if (outcome.kind !== "state") throw new Error(`${outcome.kind} at ${stream.seq}`);
      stream = outcome.stream;
      expect(stream.state).toEqual(state);
    }
    expect(stream.seq).toBeGreaterThan(3);
  });
});
