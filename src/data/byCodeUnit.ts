// In which order do names stand? By code unit: a locale's order would differ between machines.
// Called wherever classes, categories or files are sorted.

export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
