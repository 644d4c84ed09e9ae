import * as v from "valibot"
import { endpoint } from "./endpoint.ts"
import { name, optional } from "./kit.ts"
import { Channel, MagicLink, Session, User, Workspace } from "./objects.ts"
import { signIns } from "./sign-ins.ts"

const tag = "Signing in"
const cookie = "Needs `Content-Type: application/json` and the same origin; sets the session cookie."

/** Who is signed in now, and the secret to stay so. */
export const SignedIn = v.object({ user: User, session: Session, token: v.string() })
export type SignedIn = v.InferOutput<typeof SignedIn>

const ok = v.object({ ok: v.literal(true) })

export const auth = {
  requestMagicLink: endpoint({
    method: "POST",
    path: "/api/auth/magic/request",
    tag,
    summary: "Makes a sign-in link, in local development only.",
    description: "403 when the request is not local, 501 without `--dev-bootstrap`: there is no mail delivery.",
    auth: "none",
    body: v.object({ email: v.string(), display_name: optional(v.string()) }),
    answers: { 201: v.object({ magic_link: MagicLink, token: v.string() }) },
  }),
  consumeMagicLink: endpoint({
    method: "POST",
    path: "/api/auth/magic/consume",
    tag,
    summary: "Signs in with the secret of a link, which works once and for 15 minutes.",
    description: cookie,
    auth: "none",
    body: v.object({ token: v.string() }),
    answers: { 200: SignedIn },
  }),
  login: endpoint({
    method: "POST",
    path: "/api/auth/password/login",
    tag,
    summary: "Signs in with e-mail or handle and a password.",
    description: `${cookie} 401 is the same for every wrong pair; 429 after too many of them.`,
    auth: "none",
    body: v.object({ identifier: v.string(), password: v.string() }),
    answers: { 200: SignedIn },
  }),
  changePassword: endpoint({
    method: "POST",
    path: "/api/auth/password/change",
    tag,
    summary: "Sets another password and ends all other sessions of the account.",
    description: "8 to 256 characters. Needs `Content-Type: application/json` and the same origin.",
    auth: "human",
    body: v.object({ current_password: v.string(), new_password: v.string() }),
    answers: { 200: ok },
  }),
  logout: endpoint({
    method: "POST",
    path: "/api/auth/logout",
    tag,
    summary: "Ends the session that the request came with. Harmless to repeat.",
    description: "Needs `Content-Type: application/json` and the same origin.",
    auth: "none",
    answers: { 200: ok },
  }),
  ...signIns,
}

export const setup = {
  status: endpoint({
    method: "GET",
    path: "/api/setup",
    tag,
    summary: "Does this server still wait for its first person?",
    auth: "none",
    answers: { 200: v.object({ needed: v.boolean() }) },
  }),
  complete: endpoint({
    method: "POST",
    path: "/api/setup",
    tag,
    summary: "Makes the owner, the first workspace and its channel with the secret that the server printed.",
    description: cookie,
    auth: "none",
    body: v.object({
      token: v.string(),
      display_name: name(80),
      email: v.string(),
      workspace_name: optional(name(80)),
    }),
    answers: { 201: v.object({ ...SignedIn.entries, workspace: Workspace, channel: Channel }) },
  }),
}
