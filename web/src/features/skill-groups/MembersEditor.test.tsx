/** A group of a thousand opens at once, and nobody in it is lost. */
import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { I18nextProvider } from "react-i18next";
import { beforeEach, expect, test } from "vitest";
import type { Member, UserRecord } from "@/api/records";
import { i18n } from "@/i18n";
import { MembersEditor } from "./MembersEditor";

const COUNT = 120;
const users = Array.from({ length: COUNT + 1 }, (_, number) => ({ id: `a${number}`, name: `Agent ${number}`, account: `agent${number}`, active: true }) as UserRecord);
const all: Member[] = users.slice(0, COUNT).map(({ id }) => ({ agent: id, level: 5, priority: 5 }));
let now: Member[] = [];

function Editor() {
  const [members, setMembers] = useState(all);
  now = members;
  return <MembersEditor value={members} onChange={setMembers} users={users} />;
}

beforeEach(async () => {
  await i18n.changeLanguage("en");
  render(
    <I18nextProvider i18n={i18n}>
      <Editor />
    </I18nextProvider>,
  );
});
const rows = () => document.querySelectorAll("tbody tr").length;

// By text and label: roles of so many fields take minutes to tell.
test("the first hundred are shown, and all when asked for", () => {
  expect(rows()).toBe(100);
  fireEvent.click(screen.getByLabelText("Remove Agent 3"));
  expect(now).toHaveLength(COUNT - 1);
  fireEvent.click(screen.getByText(`Show all ${COUNT - 1} members`));
  expect(rows()).toBe(COUNT - 1);
  expect(screen.queryByText(/^Show all/)).not.toBeInTheDocument();
});

test("who is added at the end is seen", async () => {
  fireEvent.mouseDown(screen.getByLabelText("Choose agents"));
  fireEvent.click(await screen.findByText("Agent 120 agent120", { selector: ".ant-select-item-option-content" }));
  fireEvent.click(screen.getByText("Add"));
  expect(rows()).toBe(COUNT + 1);
  expect(now.at(-1)?.agent).toBe("a120");
});
