// How is the page built up in the browser? By elements and text nodes only: nothing here ever reads a string as markup.

type Attributes = Readonly<Record<string, string>>;

/** An element with attributes and children; strings become text nodes. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function button(label: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', onClick);
  return made;
}

/** The data that the server side left in a `<script type="application/json">` under `parent`. */
export function embeddedJson(parent: Element, selector: string): unknown {
  return JSON.parse(parent.querySelector(selector)?.textContent ?? 'null');
}

/** Hands the reader a file made in the page. */
export function download(content: Blob, fileName: string): void {
  const address = URL.createObjectURL(content);
  element('a', { href: address, download: fileName }).click();
  // The browser reads the address after this turn; a minute is far more than it needs.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
