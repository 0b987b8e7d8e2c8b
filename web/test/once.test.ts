/** A double-click on a command gives it once; keys of a keypad may be pressed as fast as anybody likes. */
import { expect, test } from "vitest";
import { isRepeated } from "@/app/shell/once";

const click = (html: string, detail: number) => {
  document.body.innerHTML = html;
  return { detail, target: document.querySelector("button") } as unknown as MouseEvent;
};

test.each([
  ['<div class="lt-bar"><button>Hold</button></div>', 1, false],
  ['<div class="lt-bar"><button>Retrieve</button></div>', 2, true],
  ['<div class="ant-modal-footer"><button>Delete</button></div>', 3, true],
  ['<section class="lt-hands"><button>Done</button></section>', 2, true],
  ['<div class="lt-desk-empty"><button>Go idle</button></div>', 2, true],
  ['<div class="lt-keypad"><button>1</button></div>', 2, false],
])("%s, click %i: %s", (html, detail, repeated) => {
  expect(isRepeated(click(html, detail))).toBe(repeated);
});
