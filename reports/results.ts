// Which results are rendered as reports, and what are their files called? One entry per command; the writers, `lood report` and the command
// line read it, so that a further command is a further entry.

import type { AttackResult } from '../src/audit/attackResult.ts';
import type { QueryResult } from '../src/audit/queryResult.ts';
import type { AuditResult } from '../src/audit/result.ts';
import type { ValidationResult } from '../src/audit/validationResult.ts';
import { assertNever } from '../src/base/errors.ts';
import { assertKnownName } from '../src/base/names.ts';

export type AnyResult = AuditResult | QueryResult | AttackResult | ValidationResult;

/** What audits, searches and validations hold alike; sections that read no more serve all. */
export type SharedResult = Pick<AuditResult, 'schemaVersion' | 'dataset' | 'preprocessing' | 'model' | 'warnings' | 'manifest'>;

export type ReportedCommand = 'audit' | QueryResult['command'] | 'attack' | 'validate';

/** Names that `--format` takes for an audit. */
export const REPORT_FORMATS = ['json', 'csv', 'html', 'pdf', 'png'] as const;
/** For searches: also the queries found, arrays that are no part of the result object and come as a file of the caller's. */
export const QUERY_REPORT_FORMATS = [...REPORT_FORMATS, 'npz'] as const;
export type ReportFormat = (typeof QUERY_REPORT_FORMATS)[number];

interface ReportedFiles {
  readonly formats: readonly ReportFormat[];
  /** The result object. */
  readonly json: string;
  /** Tables for other tools, the main one first. */
  readonly csv: readonly string[];
}

export const REPORTED: Readonly<Record<ReportedCommand, ReportedFiles>> = {
  audit: { formats: REPORT_FORMATS, json: 'audit.json', csv: ['records.csv'] },
  query: { formats: QUERY_REPORT_FORMATS, json: 'queries.json', csv: ['queries.csv'] },
  landscape: { formats: REPORT_FORMATS, json: 'landscape.json', csv: ['landscape.csv', 'landscape-plane.csv'] },
  reconstruct: { formats: QUERY_REPORT_FORMATS, json: 'reconstruction.json', csv: ['reconstruction.csv', 'queries.csv'] },
  attack: { formats: REPORT_FORMATS, json: 'attack.json', csv: ['scores.csv'] },
  validate: { formats: REPORT_FORMATS, json: 'validation.json', csv: ['validation.csv'] },
};

export const REPORTED_COMMANDS = Object.keys(REPORTED) as readonly ReportedCommand[];

export function commandOf(result: AnyResult): ReportedCommand {
  switch (result.kind) {
    case 'lood-audit':
      return 'audit';
    case 'lood-query':
      return result.command;
    case 'lood-attack':
      return 'attack';
    case 'lood-validation':
      return 'validate';
    default:
      return assertNever(result);
  }
}

/** What was read, whatever the command. */
export interface ReportedInput {
  readonly name: string;
  readonly sha256: string;
  readonly format: string;
  readonly records: number;
  /** 0 where records have no labels. */
  readonly classes: number;
}

export function inputOf(result: AnyResult): ReportedInput {
  if (result.kind === 'lood-attack') return { ...result.signals, classes: result.signals.classes?.length ?? 0 };
  return { ...result.dataset, classes: result.dataset.classes.length };
}

/** Folder of pictures. */
export const FIGURES = 'figures';

/** What each format is called in the output folder of a command. */
export function fileNames(command: ReportedCommand): Readonly<Record<ReportFormat, readonly string[]>> {
  const { json, csv } = REPORTED[command];
  return { json: [json], csv, html: ['report.html'], pdf: ['report.pdf'], png: [FIGURES], npz: ['queries.npz'] };
}

/** Checks names of formats; without any, all of the command. @throws AuditError NAME_UNKNOWN */
export function parseFormats(names?: readonly string[], command: ReportedCommand = 'audit'): readonly ReportFormat[] {
  const { formats } = REPORTED[command];
  return names?.map((name) => assertKnownName('format', name, formats)) ?? formats;
}
