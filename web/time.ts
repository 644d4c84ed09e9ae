const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" })
const withYear = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long", year: "numeric" })
const short = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" })

/** 09:46 */
export const timeOf = (at: string) => clock.format(new Date(at))

/** Everything, for the tooltip. */
export const fullTime = (at: string) => full.format(new Date(at))

/** The local day, as a key. */
export const dayKey = (at: string) => {
  const date = new Date(at)
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`
}

/** Today, Yesterday, or the day with its name; the year only when it is another one. */
export const dayLabel = (at: string, now = new Date()) => {
  const date = new Date(at)
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)
  if (dayKey(at) === dayKey(now.toISOString())) return "Today"
  if (dayKey(at) === dayKey(yesterday.toISOString())) return "Yesterday"
  return (date.getFullYear() === now.getFullYear() ? weekday : withYear).format(date)
}

/** 25 November */
export const dateOf = (at: string) => short.format(new Date(at))

/** The time, with the day before it when it was another one. */
export const whenOf = (at: string) =>
  dayKey(at) === dayKey(new Date().toISOString()) ? timeOf(at) : `${dateOf(at)}, ${timeOf(at)}`

/** `38 s`, `1 min 2 s`, `2 h 5 min`: how long it was from one moment to another; nothing for less than a second. */
export const durationOf = (from: string, to: string) => {
  const seconds = Math.round((Date.parse(to) - Date.parse(from)) / 1000)
  if (!(seconds > 0)) return ""
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
