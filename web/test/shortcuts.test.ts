import { expect, test } from "vitest";
import { isTyping, shortcutOf } from "@/app/bar/shortcuts";

const press = (change: Partial<KeyboardEvent>) =>
  ({ code: "KeyA", key: "a", altKey: true, ctrlKey: false, metaKey: false, isComposing: false, repeat: false, ...change }) as KeyboardEvent;

function element(html: string): Element {
  document.body.innerHTML = html;
  return document.body.firstElementChild!;
}

test("Alt and a letter's place name a shortcut, whatever the keyboard writes", () => {
  expect(shortcutOf(press({}), null)).toBe("answer");
  expect(shortcutOf(press({ code: "KeyH", key: "˙" }), null)).toBe("hold");
  expect(["KeyP", "KeyJ", "KeyL"].map((code) => shortcutOf(press({ code }), null))).toEqual(["play", "play_back", "play_on"]);
});

test.each([{ isComposing: true }, { repeat: true }, { ctrlKey: true }, { metaKey: true }, { altKey: false }])("no shortcut with %j", (change) => {
  expect(shortcutOf(press(change), null)).toBeUndefined();
});

test.each(["<textarea></textarea>", "<input>", '<input type="password">', '<div role="textbox"></div>'])("no shortcut while typing in %s", (html) => {
  expect(isTyping(element(html))).toBe(true);
  expect(shortcutOf(press({}), element(html))).toBeUndefined();
  expect(shortcutOf(press({ altKey: false, key: "?", code: "Slash" }), element(html))).toBeUndefined();
});

test.each(["<button></button>", '<input type="checkbox">', "<a href='#'></a>"])("shortcuts work on %s", (html) => {
  expect(shortcutOf(press({}), element(html))).toBe("answer");
});

test("wrap-up is finished from the note, but not while a word is composed", () => {
  const note = element("<textarea></textarea>");
  expect(shortcutOf(press({ code: "Enter", key: "Enter" }), note)).toBe("finish");
  expect(shortcutOf(press({ code: "Enter", key: "Enter", isComposing: true }), note)).toBeUndefined();
  expect(shortcutOf(press({ code: "Enter", key: "Enter", altKey: false }), note)).toBeUndefined();
});

test("a question mark opens the list", () => {
  expect(shortcutOf(press({ altKey: false, key: "?", code: "Slash" }), null)).toBe("shortcuts");
});
