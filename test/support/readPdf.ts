// What does a PDF file say to a reader? Text by page, bookmarks, links and fonts, through pdf.js, which shares nothing with the writer.

import { getDocument, OPS, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface PdfFacts {
  readonly pages: readonly string[];
  readonly info: Record<string, unknown>;
  readonly language: string | null;
  /** Title and page (from 1) of each bookmark. */
  readonly bookmarks: readonly { readonly title: string; readonly page: number }[];
  /** Page (from 1) to which each link of the first page leads. */
  readonly linksOfFirstPage: readonly number[];
  /** Name and whether the file carries it, of every font used. */
  readonly fonts: ReadonlyMap<string, boolean>;
  readonly images: number;
}

export async function readPdf(file: Buffer): Promise<PdfFacts> {
  const task = getDocument({
    data: new Uint8Array(file),
    verbosity: VerbosityLevel.ERRORS,
    useSystemFonts: false,
    disableFontFace: true,
  });
  const document = await task.promise;
  const pageOf = async (destination: unknown): Promise<number> => {
    const target =
      typeof destination === 'string' ? await document.getDestination(destination) : (destination as unknown[] | null);
    return target === null
      ? Number.NaN
      : 1 + (await document.getPageIndex(target[0] as Parameters<typeof document.getPageIndex>[0]));
  };
  const pages: string[] = [];
  const fonts = new Map<string, boolean>();
  let images = 0;
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
    const operators = await page.getOperatorList();
    operators.fnArray.forEach((operation, i) => {
      if (operation === OPS.paintImageXObject) images++;
      if (operation !== OPS.setFont) return;
      const font = page.commonObjs.get(operators.argsArray[i][0]);
      fonts.set(font.name, font.missingFile !== true);
    });
  }
  const { info } = await document.getMetadata();
  const outline = (await document.getOutline()) ?? [];
  const bookmarks: { title: string; page: number }[] = [];
  for (const { title, dest } of outline) bookmarks.push({ title, page: await pageOf(dest) });
  const annotations: { subtype: string; dest: unknown }[] = await (await document.getPage(1)).getAnnotations();
  const linksOfFirstPage: number[] = [];
  for (const { subtype, dest } of annotations) if (subtype === 'Link') linksOfFirstPage.push(await pageOf(dest));
  const facts = {
    pages,
    info: info as Record<string, unknown>,
    language: (info as { Language?: string }).Language ?? null,
    bookmarks,
    linksOfFirstPage,
    fonts,
    images,
  };
  await task.destroy();
  return facts;
}
