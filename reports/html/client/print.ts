// What must be unfolded before the page goes to paper? A reader of a sheet cannot press on anything. Called once by main.ts; figures.ts
// draws its charts for the sheet by itself.

export function startPrint(): void {
  let unfolded: readonly HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    unfolded = Array.from(document.querySelectorAll<HTMLDetailsElement>('main details:not([open])'));
    for (const details of unfolded) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of unfolded) details.open = false;
  });
}
