/** The browser's name out of what it calls itself. */
export const browserOf = (agent: string) => {
  const browser = ["Edg", "OPR", "Firefox", "Chrome", "Safari"].find((name) => agent.includes(`${name}/`))
  const names: Record<string, string> = { Edg: "Edge", OPR: "Opera" }
  const system = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"].find((name) => agent.includes(name))
  if (!browser) return agent.split(" ")[0] || "Unknown browser"
  return `${names[browser] ?? browser}${system ? ` on ${system}` : ""}`
}
