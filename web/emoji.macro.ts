import data from "emojibase-data/en/compact.json"

/** Every emoji with its words, made small while building: `😀 grinning face happy`. */
export const list = (): string[] =>
  data
    .filter((entry) => entry.group !== undefined && entry.group !== 2)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map((entry) => `${entry.unicode} ${entry.label} ${(entry.tags ?? []).slice(0, 3).join(" ")}`.trim())
