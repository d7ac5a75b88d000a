// What does the report of a result say? All sections in reading order, built once; the HTML and PDF writers render the same blocks.
// Called by the output writers of the audit and report commands.

import type { AuditResult } from '../src/audit/result.ts';
import { plainText } from '../src/base/plainText.ts';
import type { Report, Section, SectionDefinition } from './blocks.ts';
import { agreement } from './sections/agreement.ts';
import { allRecords } from './sections/allRecords.ts';
import { certificate } from './sections/certificate.ts';
import { classes } from './sections/classes.ts';
import { distribution } from './sections/distribution.ts';
import { exhibits } from './sections/exhibits.ts';
import { manifest } from './sections/manifest.ts';
import { membershipTest } from './sections/membershipTest.ts';
import { method } from './sections/method.ts';
import { verdict } from './sections/verdict.ts';
import { count, shownName } from './sections/words.ts';

/** The sections of a report in reading order. */
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

/**
 * The report of a result. A section that fails is replaced by a callout that says so; the others still appear.
 *
 * @param sections what to build; all by default
 */
export function buildReport(result: AuditResult, sections: readonly SectionDefinition[] = SECTIONS): Report {
  const name = shownName(result.dataset.name, 80);
  return {
    title: `Privacy audit of ${name}`,
    subtitle: `${name} · ${count(result.dataset.records, 'record')} · ${count(result.dataset.classes.length, 'class', 'classes')}`,
    generatedFrom: {
      startedAt: plainText(result.manifest.startedAt),
      loodVersion: plainText(result.manifest.lood),
      sha256: plainText(result.dataset.sha256),
    },
    sections: sections.map((definition) => buildSection(definition, result)),
  };
}

function buildSection(definition: SectionDefinition, result: AuditResult): Section {
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
