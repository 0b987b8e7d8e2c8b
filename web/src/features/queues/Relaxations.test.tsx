/** The line of relaxations shows who is found at each step and says which step makes no sense. */
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { I18nextProvider } from "react-i18next";
import { beforeEach, expect, test } from "vitest";
import type { Relaxation, SkillGroup } from "@/api/records";
import { i18n } from "@/i18n";
import { Relaxations } from "./Relaxations";

const group: SkillGroup = { id: "g", name: "Sales", music: null, members: [9, 5, 1].map((level, index) => ({ agent: `a${index}`, level, priority: 1 })) };

function Line({ first }: { first: Relaxation[] }) {
  const [value, setValue] = useState(first);
  return <Relaxations value={value} onChange={setValue} requirements={[{ group: "g", min_level: 8 }]} groups={[group]} />;
}

beforeEach(() => i18n.changeLanguage("en"));

const show = (first: Relaxation[]) =>
  render(
    <I18nextProvider i18n={i18n}>
      <Line first={first} />
    </I18nextProvider>,
  );

test("each step tells how many agents match then", async () => {
  show([{ after_seconds: 30, min_level: 5 }]);
  expect(screen.getByText("1 agent matches")).toBeInTheDocument();
  expect(screen.getByText("2 agents match")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: /Add a relaxation/ }));
  expect(screen.getByLabelText("Relaxation 2: seconds of waiting")).toHaveValue("60");
  expect(screen.getByLabelText("Relaxation 2: level")).toHaveValue("3");
});

test("a step that comes too early or asks for more is named", async () => {
  show([{ after_seconds: 30, min_level: 5 }, { after_seconds: 20, min_level: 3 }]);
  expect(screen.getByText("It must come later than the one before.")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Remove relaxation 2" }));
  expect(screen.queryByText("It must come later than the one before.")).not.toBeInTheDocument();
});
