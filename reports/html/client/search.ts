// Where does the reader type a search, and how do they learn its language? The field, its help and its complaints. Called by recordTable.ts.

import { element } from './dom.ts';
import type { Column } from './tableModel.ts';

/** Milliseconds of rest after a key before the search runs. */
const REST = 120;

export interface Search {
  readonly field: HTMLElement;
  readonly help: HTMLElement;
  readonly problems: HTMLElement;
  showProblems(problems: readonly string[]): void;
}

/** @param onSearch called with the text of the field once the typing rests */
export function createSearch(columns: readonly Column[], onSearch: (text: string) => void): Search {
  const examples = exampleTerms(columns);
  const input = element('input', {
    type: 'search',
    placeholder: examples.length === 0 ? 'Search' : `Search, e.g. ${examples.join(' ')}`,
    'aria-label': 'Search the records',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => onSearch(input.value), REST);
  });
  const problems = element('p', { class: 'search-problems', role: 'alert' });
  return {
    field: element('div', { class: 'search' }, input),
    help: helpFor(columns, examples),
    problems,
    showProblems: (lines) => {
      problems.textContent = lines.join(' ');
    },
  };
}

/** Searches that make sense on these very columns. */
function exampleTerms(columns: readonly Column[]): readonly string[] {
  const text = columns.find((column) => column.kind === 'text' && column.words.some(isPlainWord));
  const numbers = columns.filter((column) => column.kind === 'number' && column.spec.format !== 'integer');
  const number = numbers.find((column) => column.key === 'auc') ?? numbers[0];
  const examples: string[] = [];
  if (number?.kind === 'number') examples.push(`${number.key}>${Number((middle(number.values) ?? 0).toPrecision(1))}`);
  if (text?.kind === 'text') examples.push(`${text.key}:${text.words.find(isPlainWord)}`);
  return examples;
}

/** Short and without anything that would need quotes or an explanation. */
function isPlainWord(word: string): boolean {
  return /^[\p{L}\p{N}_-]{1,16}$/u.test(word);
}

function middle(values: Float64Array): number | undefined {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  return known[Math.floor(known.length / 2)];
}

function helpFor(columns: readonly Column[], examples: readonly string[]): HTMLElement {
  const code = (text: string) => element('code', {}, text);
  const line = (...parts: (Node | string)[]) => element('li', {}, ...parts);
  const listed = (texts: readonly string[]) => texts.flatMap((text, i) => [i === 0 ? '' : ', ', code(text)]);
  return element(
    'details',
    { class: 'search-help' },
    element('summary', {}, 'How to search'),
    element(
      'ul',
      {},
      line('A word finds it in any text; a whole number finds that record.'),
      line('A condition is a column, a sign and a value: ', ...listed(examples), '.'),
      line('Signs are ', ...listed(['>', '>=', '<', '<=', '=', '!=']), ' and ', code(':'), ', which finds a part of a text.'),
      line(code('50%'), ' and ', code('1e-3'), ' are numbers too; ', code('='), ' compares as many digits as you type.'),
      line('Quotes keep spaces together. Rows are shown where everything holds.'),
      line('Columns: ', ...listed(columns.map(({ key }) => key)), '. The beginning of a name is enough.'),
    ),
  );
}
