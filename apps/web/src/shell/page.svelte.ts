export type Crumb = { label: string; href?: string }

/** What the screen on show is called: for the breadcrumb and the document's title. */
class Page {
  crumbs = $state.raw<readonly Crumb[]>([])
  readonly title = $derived([...this.crumbs.map(({ label }) => label).reverse(), 'Switchboard'].join(' · '))
}

export const page = new Page()

/** Names the screen, from the outermost crumb to the screen itself; call it while a page component is set up. */
export function namePage(crumbs: () => readonly Crumb[]): void {
  $effect.pre(() => {
    page.crumbs = crumbs()
  })
}
