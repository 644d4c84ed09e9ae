import * as v from "valibot"

/** An id of one kind: `usr_…`. */
export const id = (prefix: string) => v.pipe(v.string(), v.regex(new RegExp(`^${prefix}_`)))

/** A moment: RFC 3339, UTC. */
export const time = v.pipe(v.string(), v.isoTimestamp())

/** A whole number from zero up: sequences and counts. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** A JSON object whose properties are the caller's business. */
export const json = v.record(v.string(), v.unknown())

/** A field of a request that may be left out; `null` counts as left out. */
export const optional = <const S extends v.GenericSchema>(schema: S) =>
  v.optional(
    v.pipe(
      v.nullable(schema),
      v.transform((value): v.InferOutput<S> | undefined => value ?? undefined),
    ),
  )

const encoder = new TextEncoder()

/** At most so many bytes of UTF-8, as the contract counts names. */
export const maxBytes = (limit: number) =>
  v.check<string, string>((text) => encoder.encode(text).length <= limit, `must be at most ${limit} bytes`)

/** At most so many code points, as the contract counts everything else. */
export const maxPoints = (limit: number) =>
  v.check<string, string>((text) => [...text].length <= limit, `must be at most ${limit} characters`)

/** A parameter of a query; read by the domain, which is as lenient as the contract. */
export const param = (description: string) => v.optional(v.pipe(v.string(), v.description(description)))

/** A parameter that nothing works without. */
export const needed = (description: string) => v.pipe(v.string(), v.nonEmpty("is required"), v.description(description))

/** A trimmed text of at most so many bytes. */
export const name = (limit: number) =>
  v.pipe(v.string(), v.trim(), maxBytes(limit), v.description(`At most ${limit} bytes.`))

/** A trimmed text of at most so many code points. */
export const line = (limit: number) =>
  v.pipe(v.string(), v.trim(), maxPoints(limit), v.description(`At most ${limit} characters.`))

/** A field that may be left out, with what it is for. */
export const text = (description: string) => optional(v.pipe(v.string(), v.description(description)))
