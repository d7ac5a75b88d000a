// Where does the page's script begin? Here: each part finds its own elements. The script stands at the end of the page, so all are there.

import { startContents } from './contents.ts';
import { startFigures } from './figures.ts';
import { startPrint } from './print.ts';
import { startRecordTable } from './recordTable.ts';

startContents();
startFigures();
startPrint();
for (const host of document.querySelectorAll('.record-table')) startRecordTable(host);
