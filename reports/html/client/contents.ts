// Where in the report is the reader? Marks the section on the screen in the list of contents. Called once by main.ts.

export function startContents(): void {
  const links = new Map(
    Array.from(document.querySelectorAll<HTMLAnchorElement>('.contents a'), (link) => [link.hash.slice(1), link]),
  );
  const visible = new Set<string>();
  let current: HTMLAnchorElement | undefined;
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) visible.add(target.id);
        else visible.delete(target.id);
      }
      const link = [...links].find(([id]) => visible.has(id))?.[1] ?? (isAboveAll() ? links.values().next().value : undefined);
      if (link === undefined || link === current) return;
      current?.removeAttribute('aria-current');
      link.setAttribute('aria-current', 'location');
      current = link;
      revealSideways(link);
    },
    // The band a little below the top of the screen, where people read.
    { rootMargin: '-20% 0px -70% 0px' },
  );
  const sections = document.querySelectorAll('main > section[id]');
  for (const section of sections) observer.observe(section);

  /** The header of the report, which is in no section, counts to the first one. */
  function isAboveAll(): boolean {
    return (sections[0]?.getBoundingClientRect().top ?? 0) > 0;
  }
}

/** On a phone the contents are one line; brings the current link into it without moving the page. */
function revealSideways(link: HTMLElement): void {
  const line = link.closest('ol');
  if (line === null || line.scrollWidth <= line.clientWidth) return;
  line.scrollLeft = link.offsetLeft - (line.clientWidth - link.offsetWidth) / 2;
}
