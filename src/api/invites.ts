import * as v from "valibot"
import { SignedIn } from "./auth.ts"
import { endpoint } from "./endpoint.ts"
import { name, optional } from "./kit.ts"
import { Invite, InvitePreview, Session, User, Workspace } from "./objects.ts"

const tag = "Invitations"
const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to))

/** A new person is signed in besides (session, token); somebody who was signed in already is not. */
const Accepted = v.object({
  user: User,
  workspace: Workspace,
  session: v.optional(Session),
  token: v.optional(v.string()),
})

export const invites = {
  list: endpoint({
    method: "GET",
    path: "/api/workspaces/{workspace_id}/invites",
    tag,
    summary: "The invitation links of a workspace. Managers only.",
    auth: "human",
    answers: { 200: v.object({ invites: v.array(Invite) }) },
  }),
  create: endpoint({
    method: "POST",
    path: "/api/workspaces/{workspace_id}/invites",
    tag,
    summary: "Makes an invitation link. Managers only.",
    description: "The link is told once. It opens as `<origin>/invite#<token>`; the secret never reaches a server log.",
    auth: "human",
    body: v.object({
      role: optional(v.picklist(["member", "moderator", "guest"])),
      expires_in_hours: optional(whole(1, 8760)),
      max_uses: optional(whole(1, 1000)),
    }),
    bodyOptional: true,
    answers: { 201: v.object({ invite: Invite, token: v.string(), url: v.string() }) },
  }),
  revoke: endpoint({
    method: "POST",
    path: "/api/invites/{invite_id}/revoke",
    tag,
    summary: "Makes a link useless. Managers only.",
    auth: "human",
    answers: { 200: v.object({ invite: Invite }) },
  }),
  inspect: endpoint({
    method: "POST",
    path: "/api/invites/inspect",
    tag,
    summary: "What an invitation link leads to.",
    auth: "none",
    body: v.object({ token: v.string() }),
    answers: { 200: v.object({ invite: InvitePreview }) },
  }),
  accept: endpoint({
    method: "POST",
    path: "/api/invites/accept",
    tag,
    summary: "Joins the workspace of a link: as whoever is signed in (200), else as a new person (201).",
    description: "A new person names `display_name` and `email` and is signed in by the answer and its cookie.",
    auth: "none",
    body: v.object({ token: v.string(), display_name: optional(name(80)), email: optional(v.string()) }),
    answers: { 200: Accepted, 201: v.object({ ...SignedIn.entries, workspace: Workspace }) },
  }),
}
