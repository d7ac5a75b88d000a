// What does a PDF file say to a reader? Text by page, bookmarks, links and fonts, through pdf.js, which shares nothing with the writer.

import { getDocument, OPS, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

type Document = Awaited<ReturnType<typeof getDocument>['promise']>;

export interface PdfFacts {
  readonly pages: readonly string[];
  readonly info: Readonly<Record<string, unknown>>;
  /** Title and page (from 1) of each bookmark. */
  readonly bookmarks: readonly { readonly title: string; readonly page: number }[];
  /** Page (from 1) to which each link of the first page leads. */
  readonly linksOfFirstPage: readonly number[];
  /** Name of every font used, and whether the file carries it. */
  readonly fonts: ReadonlyMap<string, boolean>;
  readonly images: number;
}

/** The text of each page, one line per line. */
export function readPdfPages(file: Buffer): Promise<string[]> {
  return withDocument(file, pageTexts);
}

/** Everything; slower, because every drawing operation is looked at. */
export function readPdf(file: Buffer): Promise<PdfFacts> {
  return withDocument(file, async (document) => {
    const { info } = await document.getMetadata();
    const bookmarks: { title: string; page: number }[] = [];
    for (const { title, dest } of (await document.getOutline()) ?? []) {
      bookmarks.push({ title, page: await pageNumber(document, dest) });
    }
    const annotations: { subtype: string; dest: unknown }[] = await (await document.getPage(1)).getAnnotations();
    const linksOfFirstPage: number[] = [];
    for (const { subtype, dest } of annotations) {
      if (subtype === 'Link') linksOfFirstPage.push(await pageNumber(document, dest));
    }
    const drawn = await drawnThings(document);
    return { pages: await pageTexts(document), info: info as Record<string, unknown>, bookmarks, linksOfFirstPage, ...drawn };
  });
}

async function withDocument<T>(file: Buffer, read: (document: Document) => Promise<T>): Promise<T> {
  const task = getDocument({
    data: new Uint8Array(file),
    verbosity: VerbosityLevel.ERRORS,
    useSystemFonts: false,
    disableFontFace: true,
  });
  try {
    return await read(await task.promise);
  } finally {
    await task.destroy();
  }
}

async function pageTexts(document: Document): Promise<string[]> {
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
  }
  return pages;
}

async function pageNumber(document: Document, destination: unknown): Promise<number> {
  const target = typeof destination === 'string' ? await document.getDestination(destination) : (destination as unknown[] | null);
  if (target === null) return Number.NaN;
  return 1 + (await document.getPageIndex(target[0] as Parameters<Document['getPageIndex']>[0]));
}

async function drawnThings(document: Document): Promise<Pick<PdfFacts, 'fonts' | 'images'>> {
  const fonts = new Map<string, boolean>();
  let images = 0;
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const operators = await page.getOperatorList();
    operators.fnArray.forEach((operation, i) => {
      if (operation === OPS.paintImageXObject) images++;
      if (operation !== OPS.setFont) return;
      const font = page.commonObjs.get(operators.argsArray[i][0]);
      fonts.set(font.name, font.missingFile !== true);
    });
  }
  return { fonts, images };
}
