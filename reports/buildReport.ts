// What does the report of a result say? All sections in reading order, built once; the HTML and PDF writers render the same blocks.
// Called by writeReports.ts.

import type { AttackResult } from '../src/audit/attackResult.ts';
import type { QueryResult } from '../src/audit/queryResult.ts';
import type { ValidationResult } from '../src/audit/validationResult.ts';
import { assertNever } from '../src/base/errors.ts';
import { plainText } from '../src/base/plainText.ts';
import type { Report, Section, SectionDefinition } from './blocks.ts';
import { type AnyResult, inputOf } from './results.ts';
import { agreement } from './sections/agreement.ts';
import { allRecords } from './sections/allRecords.ts';
import { allScores } from './sections/attack/allScores.ts';
import { attackClasses } from './sections/attack/classes.ts';
import { exposedRecords } from './sections/attack/exposedRecords.ts';
import { attackMethod } from './sections/attack/method.ts';
import { operatingPoints } from './sections/attack/operatingPoints.ts';
import { privacyBounds } from './sections/attack/privacyBounds.ts';
import { scores } from './sections/attack/scores.ts';
import { variants } from './sections/attack/variants.ts';
import { attackVerdict } from './sections/attack/verdict.ts';
import { certificate } from './sections/certificate.ts';
import { classes } from './sections/classes.ts';
import { distribution } from './sections/distribution.ts';
import { exhibits } from './sections/exhibits.ts';
import { landscapeLines } from './sections/landscape/lines.ts';
import { landscapePlane } from './sections/landscape/plane.ts';
import { landscapeVerdict } from './sections/landscape/verdict.ts';
import { searchWay } from './sections/landscape/way.ts';
import { manifest } from './sections/manifest.ts';
import { membershipTest } from './sections/membershipTest.ts';
import { method } from './sections/method.ts';
import { allSearches } from './sections/query/allSearches.ts';
import { bound } from './sections/query/bound.ts';
import { convergence } from './sections/query/convergence.ts';
import { queryMethod } from './sections/query/method.ts';
import { queryVerdict } from './sections/query/verdict.ts';
import { whereabouts } from './sections/query/whereabouts.ts';
import { allReconstructions } from './sections/reconstruction/allReconstructions.ts';
import { gallery } from './sections/reconstruction/gallery.ts';
import { quality } from './sections/reconstruction/quality.ts';
import { reconstructionVerdict } from './sections/reconstruction/verdict.ts';
import { validatedRecords } from './sections/validation/allRecords.ts';
import { distancesAgainstNetworks } from './sections/validation/distances.ts';
import { estimates } from './sections/validation/estimates.ts';
import { networkLandscapes } from './sections/validation/landscapes.ts';
import { validationMethod } from './sections/validation/method.ts';
import { aucAgainstNetworks } from './sections/validation/networkAuc.ts';
import { trainedNetworks } from './sections/validation/networks.ts';
import { validationVerdict } from './sections/validation/verdict.ts';
import { verdict } from './sections/verdict.ts';
import { count, shownName } from './sections/words.ts';

/** The sections of an audit's report in reading order. */
export const SECTIONS: readonly SectionDefinition[] = [
  verdict,
  distribution,
  exhibits,
  membershipTest,
  classes,
  agreement,
  certificate,
  method,
  manifest,
  allRecords,
];

/** Those of the other commands. */
export function querySections({ command, searches, landscape }: QueryResult): readonly SectionDefinition<QueryResult>[] {
  switch (command) {
    case 'query':
      return [queryVerdict, bound, whereabouts, convergence, queryMethod, manifest, allSearches];
    case 'landscape':
      return [
        landscapeVerdict,
        landscapeLines,
        ...(landscape?.plane ? [landscapePlane] : []),
        ...(landscape?.lines.some(({ direction }) => direction === 'search') ? [searchWay] : []),
        queryMethod,
        manifest,
      ];
    case 'reconstruct': {
      const rebuilt = [reconstructionVerdict, gallery, quality];
      // An attack on predictions alone searches for no questions.
      return searches.length === 0
        ? [...rebuilt, queryMethod, manifest, allReconstructions]
        : [...rebuilt, convergence, queryMethod, manifest, allReconstructions, allSearches];
    }
    default:
      return assertNever(command);
  }
}

/** Classes have a section where there are labels. */
export function attackSections({ signals }: AttackResult): readonly SectionDefinition<AttackResult>[] {
  const byClass = signals.classes === null ? [] : [attackClasses];
  return [
    attackVerdict,
    operatingPoints,
    variants,
    scores,
    ...byClass,
    exposedRecords,
    privacyBounds,
    attackMethod,
    manifest,
    allScores,
  ];
}

export function validationSections({ landscapes }: ValidationResult): readonly SectionDefinition<ValidationResult>[] {
  return [
    validationVerdict,
    aucAgainstNetworks,
    distancesAgainstNetworks,
    estimates,
    ...(landscapes.length === 0 ? [] : [networkLandscapes]),
    trainedNetworks,
    validationMethod,
    manifest,
    validatedRecords,
  ];
}

/** Before the name of the data set. */
function titleOf(result: AnyResult): string {
  if (result.kind === 'lood-audit') return 'Privacy audit of';
  if (result.kind === 'lood-attack') return 'Membership attacks on';
  if (result.kind === 'lood-validation') return 'LOOD against trained networks on';
  switch (result.command) {
    case 'query':
      return 'Most telling questions about';
    case 'landscape':
      return `Leakage around record ${result.landscape?.record ?? 0} of`;
    case 'reconstruct':
      return 'Reconstruction of records of';
    default:
      return assertNever(result.command);
  }
}

/**
 * The report of a result. A section that fails is replaced by a callout that says so; the others still appear.
 *
 * @param sections what to build; all of the command by default
 */
export function buildReport<Result extends AnyResult>(
  result: Result,
  sections: readonly SectionDefinition<Result>[] = sectionsOf(result),
): Report {
  const { manifest: made } = result;
  const input = inputOf(result);
  const name = shownName(input.name, 80);
  const ofClasses = input.classes === 0 ? '' : ` · ${count(input.classes, 'class', 'classes')}`;
  return {
    title: `${titleOf(result)} ${name}`,
    subtitle: `${name} · ${count(input.records, 'record')}${ofClasses}`,
    generatedFrom: {
      startedAt: plainText(made.startedAt),
      loodVersion: plainText(made.lood),
      sha256: plainText(input.sha256),
    },
    sections: sections.map((definition) => buildSection(definition, result)),
  };
}

// The kind of the result decides which list fits it, which the compiler cannot follow.
function sectionsOf<Result extends AnyResult>(result: Result): readonly SectionDefinition<Result>[] {
  return allSectionsOf(result) as readonly SectionDefinition<Result>[];
}

function allSectionsOf(result: AnyResult): readonly unknown[] {
  switch (result.kind) {
    case 'lood-audit':
      return SECTIONS;
    case 'lood-query':
      return querySections(result);
    case 'lood-attack':
      return attackSections(result);
    case 'lood-validation':
      return validationSections(result);
    default:
      return assertNever(result);
  }
}

function buildSection<Result>(definition: SectionDefinition<Result>, result: Result): Section {
  const { id, title, question } = definition;
  try {
    return { id, title, question, blocks: definition.build(result) };
  } catch (error) {
    const reason = plainText(error instanceof Error ? error.message : String(error), 500);
    return {
      id,
      title,
      question,
      blocks: [
        {
          kind: 'callout',
          tone: 'danger',
          title: 'A section is missing here',
          text: `this section could not be made: ${reason}. The other sections do not depend on it.`,
        },
      ],
    };
  }
}
