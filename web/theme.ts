import { read, write } from "./storage.ts"

export type Theme = "system" | "light" | "dark"

const show = (theme: Theme) => {
  if (theme === "system") delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

/** The theme of this device, before the server has said anything. */
export const startTheme = () => show(read<Theme>("theme") ?? "system")

/** Shows a theme and keeps it for the next start. */
export const setTheme = (theme: Theme) => {
  write("theme", theme === "system" ? undefined : theme)
  show(theme)
}
