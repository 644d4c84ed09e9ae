import { read, write } from "./storage.ts"

type Look = { board_theme?: string; density?: string }

const put = (name: "board" | "density", value: string | undefined, usual: string) => {
  if (!value || value === usual) delete document.documentElement.dataset[name]
  else document.documentElement.dataset[name] = value
}

/** Shows accent and density, and keeps them for the next start. */
export const showLook = (look: Look) => {
  write("look", { board_theme: look.board_theme, density: look.density })
  put("board", look.board_theme, "signal")
  put("density", look.density, "comfortable")
}

/** The look of this device, before the server has said anything. */
export const startLook = () => showLook(read<Look>("look") ?? {})
