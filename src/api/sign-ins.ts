import * as v from "valibot"
import { endpoint } from "./endpoint.ts"
import { param } from "./kit.ts"

const tag = "Signing in"
const start =
  "302 to the service, with a cookie that holds the sign-in to this browser. 501 when it is not configured, 503 when too many are under way. For a browser, not for a program."
const back =
  "302 to the app with the session cookie, or to the desktop app with a code. 400 when the state is unknown, used or another browser's; 403 for who is not let in; 502 when the service fails."
const answer = v.object({
  code: param("What the service gave the browser."),
  state: param("What the start sent along."),
  error: param("Why the service gave no code, such as `access_denied`."),
})

/** Signing in at another service. */
export const signIns = {
  startGitHub: endpoint({
    method: "GET",
    path: "/api/auth/github/start",
    tag,
    summary: "Sends the browser to GitHub to sign in.",
    description: start,
    auth: "none",
    answers: { 302: null },
  }),
  startGitHubDesktop: endpoint({
    method: "GET",
    path: "/api/auth/github/desktop/start",
    tag,
    summary: "Sends the browser to GitHub to sign the desktop app in.",
    description: `${start} 426 with a page when this server needs protocol 2.`,
    auth: "none",
    query: v.object({
      code_challenge: param("The app's own PKCE challenge (S256): 43 characters."),
      desktop_protocol: param("How the app is called back: 1 (default) or 2."),
    }),
    answers: { 302: null },
  }),
  finishGitHub: endpoint({
    method: "GET",
    path: "/api/auth/github/callback",
    tag,
    summary: "Where GitHub sends the browser back to.",
    description: back,
    auth: "none",
    query: answer,
    answers: { 302: null },
  }),
  consumeDesktopGrant: endpoint({
    method: "POST",
    path: "/api/auth/github/desktop/consume",
    tag,
    summary: "Trades the desktop app's code, once and within five minutes, for the session cookie.",
    description:
      "`code_verifier` is that of the challenge at the start. Needs `Content-Type: application/json` and the same origin.",
    auth: "none",
    body: v.object({ code: v.string(), code_verifier: v.string() }),
    answers: { 200: v.object({ ok: v.literal(true) }) },
  }),
  startOpenId: endpoint({
    method: "GET",
    path: "/api/auth/openclaw/start",
    tag,
    summary: "Sends the browser to the OpenID provider to sign in.",
    description: start,
    auth: "none",
    answers: { 302: null },
  }),
  finishOpenId: endpoint({
    method: "GET",
    path: "/api/auth/openclaw/callback",
    tag,
    summary: "Where the OpenID provider sends the browser back to.",
    description: `${back} 403 also without a verified e-mail address, or when the provider's identity does not pass the checks.`,
    auth: "none",
    query: answer,
    answers: { 302: null },
  }),
}
