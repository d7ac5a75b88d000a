// The package's entry `lood/report`: reports from a result object, without computing anything again.

export { buildReport } from './buildReport.ts';
export { renderHtml } from './html/renderHtml.ts';
export { renderPdf } from './pdf/renderPdf.ts';
export { readResult } from './readResult.ts';
export { recordsCsv } from './tables/recordsCsv.ts';
export { parseResult, resultJson } from './tables/resultJson.ts';
export { REPORT_FORMATS, type ReportFormat, writeReports } from './writeReports.ts';
