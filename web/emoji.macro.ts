import data from "emojibase-data/en/compact.json"
import names from "emojibase-data/en/shortcodes/github.json"

const codesOf = (hexcode: string) => {
  const found = (names as Record<string, string | string[]>)[hexcode] ?? []
  return typeof found === "string" ? [found] : found
}

/** Every emoji with its words and, after a bar, its names between colons: `🎉 party popper awesome|tada`. */
export const list = (): string[] =>
  data
    .filter((entry) => entry.group !== undefined && entry.group !== 2)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map((entry) => {
      const words = [entry.label, ...(entry.tags ?? []).slice(0, 3)].join(" ")
      return `${entry.unicode} ${words}|${codesOf(entry.hexcode).join(" ")}`
    })
