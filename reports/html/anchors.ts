// What may stand in an `id` and after `#`? Called wherever an element of the page gets an address.

/** `text` in kebab case, with nothing in it that an attribute, an address or a selector would have to escape. */
export function anchorId(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'part'
  );
}
