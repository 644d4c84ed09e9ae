/** The row at the upper edge of a list, and how far it is scrolled past it. */
export type Anchor = { key: string; offset: number }

/** Where each list was left. A list left at its end has none. */
export const anchors = new Map<string, Anchor>()
