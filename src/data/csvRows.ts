// How is a table file read row by row, with bounded memory and every complaint naming its line? Called by csvTable.ts to look and by loadCsv.ts to fill.

import { once } from 'node:events';
import { TextDecoder } from 'node:util';
import { parse } from 'csv-parse';
import { AuditError } from '../base/errors.ts';
import { plainText, quotedPath } from '../base/plainText.ts';
import { fileChunks } from './files.ts';

/** Calls back for the header (row −1) and every record (from 0) with the line it ends on, counted from 1. */
export type OnRow = (cells: readonly string[], row: number, line: number) => void;

/** A longer record means an unclosed quotation mark that swallowed the rest of the file. */
const LONGEST_RECORD = 1 << 24;

/** csv-parse's own codes in the user's words. */
const PROBLEMS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark that is never closed',
  CSV_MAX_RECORD_SIZE: 'a record of more than 16 MB (a quotation mark that is never closed?)',
  INVALID_OPENING_QUOTE: 'a quotation mark within an unquoted cell',
  CSV_INVALID_CLOSING_QUOTE: 'text after a closing quotation mark',
};

/**
 * Streams the file through the parser. Blank lines are skipped; a byte-order mark, CRLF and quoted line breaks are understood.
 *
 * @throws AuditError `CONTAINER_INVALID` for text that is no table, and whatever `onRow` throws
 */
export async function readCsvRows(
  path: string,
  signal: AbortSignal | undefined,
  onRow: OnRow,
  onBytes: (done: number) => void,
): Promise<void> {
  let row = -1;
  const parser = parse({
    bom: true,
    delimiter: path.toLowerCase().endsWith('.tsv') ? '\t' : ',',
    skip_empty_lines: true,
    trim: true,
    // Ragged rows are reported by csvTable.ts, which knows the header.
    relax_column_count: true,
    max_record_size: LONGEST_RECORD,
    info: false,
    on_record: (cells: string[], { lines }) => {
      onRow(cells, row++, lines);
      return null;
    },
  });
  parser.resume();
  const finished = once(parser, 'end');
  // Awaited at the end; a failure while chunks are still being written must not count as unhandled.
  finished.catch(() => {});
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let done = 0;
  try {
    for await (const chunk of fileChunks(path, { signal })) {
      if (chunk.includes(0)) throw notText(path, 'a zero byte');
      assertUtf8(decoder, chunk, path);
      if (!parser.write(chunk)) await Promise.race([once(parser, 'drain'), finished]);
      done += chunk.length;
      onBytes(done);
    }
    assertUtf8(decoder, undefined, path);
    parser.end();
    await finished;
  } catch (cause) {
    parser.destroy();
    if (cause instanceof AuditError) throw cause;
    const { code = '', lines, message } = cause as { code?: string; lines?: number; message: string };
    throw new AuditError(
      'CONTAINER_INVALID',
      {
        expected: `${quotedPath(path)} to be a table of comma-separated values`,
        got: `${PROBLEMS[code] ?? plainText(message, 120)}${lines === undefined ? '' : ` (line ${lines})`}`,
        try: 'exporting the table again as CSV in UTF-8, with text cells in quotation marks',
      },
      { path },
      cause,
    );
  }
}

/** The parser would take every byte that is no UTF-8 for the same replacement character, and make different categories one. */
function assertUtf8(decoder: TextDecoder, chunk: Uint8Array | undefined, path: string): void {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
  } catch (cause) {
    throw notText(path, 'bytes of another encoding (Latin-1 or Windows-1252?)', cause);
  }
}

function notText(path: string, got: string, cause?: unknown): AuditError {
  return new AuditError(
    'CONTAINER_INVALID',
    {
      expected: `${quotedPath(path)} to be text in UTF-8`,
      got,
      try: 'saving the table as "CSV UTF-8" (a spreadsheet or UTF-16 file has to be exported)',
    },
    { path },
    cause,
  );
}
