import * as v from "valibot"
import { endpoint } from "./endpoint.ts"
import { json } from "./kit.ts"
import { HomeLink } from "./objects.ts"

const tag = "Server"

export const server = {
  health: endpoint({
    method: "GET",
    path: "/healthz",
    tag,
    summary: "Is the process alive?",
    auth: "none",
    answers: { 200: v.object({ status: v.literal("ok") }) },
  }),
  ready: endpoint({
    method: "GET",
    path: "/readyz",
    tag,
    summary: "Can it serve? Asks the database.",
    description: 'Answers 503 `{"status":"unavailable"}` when the database does not answer within two seconds.',
    auth: "none",
    answers: { 200: v.object({ status: v.literal("ready") }) },
  }),
  metrics: endpoint({
    method: "GET",
    path: "/metrics",
    tag,
    summary: "Figures for Prometheus, when they are switched on.",
    auth: "none",
    produces: "text/plain",
    answers: { 200: v.string() },
  }),
  homeLink: endpoint({
    method: "GET",
    path: "/api/home-link",
    tag,
    summary: "Where the logo of the web app leads.",
    auth: "none",
    answers: { 200: HomeLink },
  }),
  eventTypes: endpoint({
    method: "GET",
    path: "/api/event-types",
    tag: "Realtime",
    summary: "The names of the durable events, in alphabetical order.",
    auth: "any",
    answers: { 200: v.object({ event_types: v.array(v.string()) }) },
  }),
  openapi: endpoint({
    method: "GET",
    path: "/api/openapi.json",
    tag,
    summary: "This description of the API, for programs (OpenAPI 3.1).",
    auth: "none",
    answers: { 200: json },
  }),
  docs: endpoint({
    method: "GET",
    path: "/api/docs",
    tag,
    summary: "This description of the API, for people.",
    auth: "none",
    produces: "text/html",
    answers: { 200: v.string() },
  }),
  docsStyle: endpoint({
    method: "GET",
    path: "/api/docs.css",
    tag,
    summary: "How that page looks.",
    auth: "none",
    produces: "text/css",
    answers: { 200: v.string() },
  }),
}
