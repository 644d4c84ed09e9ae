const style =
  "body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto 0;padding:0 1.5rem}" +
  "h1{font-size:1.25rem}@media(prefers-color-scheme:dark){body{background:#151515;color:#eee}a{color:#9cf}}"
const hash = new Bun.CryptoHasher("sha256").update(style).digest("base64")

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** A page for people who stand outside of the app: what happened, and where to go on. */
export const plainPage = (
  status: number,
  { title, text, link }: { title: string; text: string; link: { href: string; label: string } },
): Response =>
  new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${escaped(title)} · ClickClack</title><style>${style}</style><h1>${escaped(title)}</h1>` +
      `<p>${escaped(text)}</p><p><a href="${escaped(link.href)}">${escaped(link.label)}</a></p></html>`,
    {
      status,
      headers: {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'`,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
      },
    },
  )

/** True when a person looks at the answer, not a program. */
export const isPageVisit = (headers: Headers): boolean => (headers.get("accept") ?? "").includes("text/html")
