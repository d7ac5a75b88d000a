// What can be wrong with a block or a figure, whatever it says? Called by the tests of sections and of the whole report.

import type { Block, RecordPicture, TableColumnSpec } from '../../../reports/blocks.ts';
import type { Axis, Figure, Series } from '../../../reports/figures/figure.ts';

/** Sentences naming each breach of the contracts in blocks.ts and figure.ts; empty for a sound block. */
export function blockProblems(block: Block): readonly string[] {
  switch (block.kind) {
    case 'text':
      return textProblems('text', block.text);
    case 'list':
      return [
        ...(block.items.length === 0 ? ['a list without items'] : []),
        ...block.items.flatMap((item) => textProblems('item', item)),
      ];
    case 'metrics':
      return [
        ...(block.items.length === 0 ? ['metrics without items'] : []),
        ...block.items.flatMap((item) => [
          ...textProblems('metric label', item.label),
          ...textProblems('metric value', item.value),
          ...(item.note === undefined ? [] : textProblems('metric note', item.note)),
        ]),
      ];
    case 'callout':
      return [...textProblems('callout title', block.title), ...textProblems('callout', block.text)];
    case 'command':
      return [...textProblems('command title', block.title), ...textProblems('command', block.command)];
    case 'sign-off':
      return [
        ...textProblems('sign-off', block.text),
        ...(block.fields.length === 0 ? ['a sign-off without fields'] : []),
        ...block.fields.flatMap((field) => textProblems('field', field)),
      ];
    case 'figure':
      return [...textProblems('caption', block.caption), ...figureProblems(block.figure)];
    case 'table':
      return [...textProblems('caption', block.caption), ...tableProblems(block.columns, block.rows)];
    case 'records':
      return [
        ...textProblems('caption', block.caption),
        ...(block.cards.length === 0 ? ['a gallery without cards'] : []),
        ...block.cards.flatMap((card) => [
          ...textProblems('card title', card.title),
          ...card.facts.flatMap((fact) => textProblems('fact', fact)),
          ...((card.picture === undefined) === (card.values === undefined) ? ['a card needs either a picture or values'] : []),
          ...(card.picture === undefined ? [] : pictureProblems(card.picture)),
          ...(card.values ?? []).flatMap(({ name, value }) => [...textProblems('name', name), ...textProblems('value', value)]),
        ]),
      ];
    case 'strips':
      return [
        ...textProblems('caption', block.caption),
        ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(block.id) ? [] : [`the id ${block.id}`]),
        ...(block.rows.length === 0 || block.columns.length === 0 ? ['strips without rows or columns'] : []),
        ...block.columns.flatMap((column) => textProblems('column', column)),
        ...block.rows.flatMap((row) => [
          ...textProblems('strip title', row.title),
          ...row.facts.flatMap((fact) => textProblems('fact', fact)),
          ...(row.pictures.length === block.columns.length ? [] : ['a picture or null for each column was expected']),
          ...row.pictures.flatMap((picture) => (picture === null ? [] : pictureProblems(picture))),
        ]),
      ];
    case 'record-table':
      return [
        ...textProblems('caption', block.caption),
        ...tableProblems(block.columns, block.rows),
        ...[...block.pictures.values()].flatMap(pictureProblems),
      ];
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: looking for control characters is the purpose
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

function textProblems(what: string, text: string): readonly string[] {
  return [
    ...(text.trim() === '' ? [`an empty ${what}`] : []),
    ...(UNPRINTABLE.test(text) ? [`a control character in the ${what}: ${JSON.stringify(text)}`] : []),
    ...(/undefined|\bNaN\b|\[object|–(?= nats)|∞/.test(text)
      ? [`a value that was never meant to be read in the ${what}: ${text}`]
      : []),
    ...(/ {2}|\(\s|\s\)|\s[,.;]|\.\./.test(text) ? [`careless spacing in the ${what}: ${text}`] : []),
  ];
}

function tableProblems(columns: readonly TableColumnSpec[], rows: readonly (readonly unknown[])[]): readonly string[] {
  return [
    ...(rows.length === 0 ? ['a table without rows'] : []),
    ...rows.flatMap((row) => [
      ...(row.length === columns.length ? [] : [`a row of ${row.length} cells under ${columns.length} columns`]),
      ...row.flatMap((cell, i) => {
        if (typeof cell === 'number')
          return Number.isFinite(cell) && columns[i]?.format !== undefined ? [] : [`number ${cell} without format`];
        return typeof cell === 'string' && UNPRINTABLE.test(cell)
          ? [`a control character in a cell: ${JSON.stringify(cell)}`]
          : [];
      }),
    ]),
  ];
}

function pictureProblems({ height, width, channels, pixels }: RecordPicture): readonly string[] {
  const isByte = (value: number) => Number.isInteger(value) && value >= 0 && value <= 255;
  return [
    ...(pixels.length === height * width * channels ? [] : [`a picture with ${pixels.length} values`]),
    ...(pixels.every(isByte) ? [] : ['a pixel outside 0–255']),
  ];
}

function figureProblems(figure: Figure): readonly string[] {
  const { x, y, series } = figure;
  return [
    ...textProblems('figure title', figure.title),
    ...textProblems('altText', figure.altText),
    ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(figure.id) ? [] : [`the id ${figure.id}`]),
    ...(/\d/.test(figure.altText) ? [] : ['an altText without a number']),
    ...(series.length === 0 ? ['a figure without series'] : []),
    ...series.flatMap((one) => [...textProblems('series name', one.name), ...seriesProblems(one, x, y)]),
    ...(figure.referenceLines ?? []).flatMap((line) =>
      placeProblems(line.axis === 'x' ? x : y, line.value, `reference line ${line.label}`),
    ),
  ];
}

function seriesProblems(series: Series, x: Axis, y: Axis): readonly string[] {
  switch (series.kind) {
    case 'line':
    case 'scatter':
      return [
        ...(series.points.length === 0 ? [`a series without points: ${series.name}`] : []),
        ...series.points.flatMap(([px, py]) => [...placeProblems(x, px, series.name), ...placeProblems(y, py, series.name)]),
        ...(series.kind === 'scatter' && series.pointLabels !== undefined && series.pointLabels.length !== series.points.length
          ? ['as many point labels as points were expected']
          : []),
      ];
    case 'bars': {
      const scale = (edge: number) => (x.scale === 'log' ? Math.log10(edge) : edge);
      const places = series.edges.map(scale);
      const widths = places.slice(1).map((edge, i) => edge - (places[i] as number));
      const step = ((places[places.length - 1] as number) - (places[0] as number)) / widths.length;
      return [
        ...(series.edges.length === series.counts.length + 1 ? [] : ['one edge more than counts was expected']),
        ...(widths.every((width) => Math.abs(width / step - 1) < 1e-6)
          ? []
          : ['edges that are not even on the scale of the axis']),
        ...series.edges.flatMap((edge) => placeProblems(x, edge, 'edge')),
      ];
    }
    case 'boxes':
      return [
        ...(series.boxes.length === series.categories.length ? [] : ['as many boxes as categories were expected']),
        ...series.boxes.flatMap((box) => [
          ...box.flatMap((value) => placeProblems(y, value, 'box')),
          ...(box.every((value, i) => i === 0 || value >= (box[i - 1] as number))
            ? []
            : ['a box whose five numbers do not ascend']),
        ]),
      ];
    case 'heat':
      return [
        ...(series.values.length === series.columns.length * series.rows.length ? [] : ['a value for each cell was expected']),
        ...(series.columns.length < 2 || series.rows.length < 2 ? ['a plane of one row or column'] : []),
        ...(x.scale === 'linear' && y.scale === 'linear' ? [] : ['a plane on a logarithmic axis']),
        ...[series.columns, series.rows].flatMap(evenProblems),
        ...textProblems('label of the colours', series.value.label),
        ...series.values.flatMap((value) => placeProblems(series.value, value, 'a cell')),
      ];
  }
}

function evenProblems(middles: readonly number[]): readonly string[] {
  const [first = 0, second = 0] = middles;
  const step = second - first;
  return step > 0 && middles.every((middle, i) => Math.abs((middle - first) / step - i) < 1e-6) ? [] : ['cells of uneven size'];
}

function placeProblems(axis: Axis, value: number, what: string): readonly string[] {
  if (!Number.isFinite(value)) return [`${what}: ${value}`];
  return axis.scale === 'log' && value <= 0 ? [`${what}: ${value} on a logarithmic axis`] : [];
}
