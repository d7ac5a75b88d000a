// The package's entry `lood/report`: reports from a result object, without computing anything again.

export { buildReport } from './buildReport.ts';
export { renderHtml } from './html/renderHtml.ts';
export { renderPdf } from './pdf/renderPdf.ts';
export { readResult } from './readResult.ts';
export { type AnyResult, QUERY_REPORT_FORMATS, REPORT_FORMATS, type ReportFormat } from './results.ts';
export { landscapeCsv, planeCsv } from './tables/landscapeCsv.ts';
export { reconstructionCsv } from './tables/reconstructionCsv.ts';
export { recordsCsv } from './tables/recordsCsv.ts';
export { parseResult, resultJson } from './tables/resultJson.ts';
export { scoresCsv } from './tables/scoresCsv.ts';
export { searchesCsv } from './tables/searchesCsv.ts';
export { validationCsv } from './tables/validationCsv.ts';
export { type AdditionalFile, writeReports } from './writeReports.ts';
