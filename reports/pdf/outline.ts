// How does a reader jump to a section from the side panel of a PDF viewer? The drawing library makes pages, links and named places but no
// bookmarks, so they are appended as the format provides: new objects, a new catalogue and a second cross-reference section behind the
// unchanged file (ISO 32000-1, 7.5.6 and 12.3.3). Called by renderPdf.ts.

export interface OutlineEntry {
  readonly title: string;
  /** Name of a place made with `annotateNamedDestination`. */
  readonly destination: string;
}

/**
 * The document with one bookmark per entry, and its language set to English.
 *
 * Only for files as the drawing library writes them: one plain cross-reference table, and a catalogue with the places under `/Dests`.
 * A file that looks different, as a new version of the library could write it, is returned without bookmarks; the tests would show it.
 */
export function withOutline(pdf: Buffer, entries: readonly OutlineEntry[]): Buffer {
  const text = pdf.toString('latin1');
  const trailer = matchAt(text, text.lastIndexOf('trailer'), /^trailer\n<<\/Size (\d+)\n\/Root (\d+) 0 R\n(?:\/Info (\d+) 0 R)?/);
  const previous = matchAt(text, text.lastIndexOf('startxref'), /^startxref\n(\d+)/);
  const catalogStart = text.indexOf(`\n${trailer?.[2]} 0 obj\n<</Type /Catalog\n`) + 1;
  const catalog = matchAt(text, catalogStart, /^\d+ 0 obj\n<<(\/Type \/Catalog\n[\s\S]*?)>>\nendobj/);
  if (entries.length === 0 || trailer === null || previous === null || catalog === null) return pdf;
  const size = Number(trailer[1]);
  const root = Number(trailer[2]);
  const outline = size;
  const item = (i: number) => size + 1 + i;
  const objects: [number: number, body: string][] = [
    [root, `<<${catalog[1]}\n/Outlines ${outline} 0 R\n/PageMode /UseOutlines\n/Lang (en)>>`],
    [outline, `<</Type /Outlines\n/First ${item(0)} 0 R\n/Last ${item(entries.length - 1)} 0 R\n/Count ${entries.length}>>`],
    ...entries.map((entry, i): [number, string] => {
      const before = i === 0 ? '' : `\n/Prev ${item(i - 1)} 0 R`;
      const after = i === entries.length - 1 ? '' : `\n/Next ${item(i + 1)} 0 R`;
      return [
        item(i),
        `<</Title ${textString(entry.title)}\n/Parent ${outline} 0 R${before}${after}\n/Dest /${name(entry.destination)}>>`,
      ];
    }),
  ];

  let appended = '\n';
  const offsets = objects.map(([number, body]) => {
    const offset = pdf.length + appended.length;
    appended += `${number} 0 obj\n${body}\nendobj\n`;
    return { number, offset };
  });
  const xref = pdf.length + appended.length;
  const row = (offset: number) => `${String(offset).padStart(10, '0')} 00000 n \n`;
  appended += `xref\n${root} 1\n${row(offsets[0]?.offset ?? 0)}`;
  appended += `${outline} ${entries.length + 1}\n${offsets
    .slice(1)
    .map(({ offset }) => row(offset))
    .join('')}`;
  const info = trailer[3] === undefined ? '' : `\n/Info ${trailer[3]} 0 R`;
  appended += `trailer\n<</Size ${size + 1 + entries.length}\n/Root ${root} 0 R${info}\n/Prev ${previous[1]}>>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.concat([pdf, Buffer.from(appended, 'latin1')]);
}

function matchAt(text: string, start: number, pattern: RegExp): RegExpExecArray | null {
  return start < 0 ? null : pattern.exec(text.slice(start));
}

/** A text string in UTF-16, so that no character needs escaping. */
function textString(text: string): string {
  return `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`;
}

/** A name; everything but letters, digits and hyphens as `#hex`. */
function name(text: string): string {
  return text.replace(/[^A-Za-z0-9-]/gu, (character) =>
    Array.from(Buffer.from(character), (byte) => `#${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}
