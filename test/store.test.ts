import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { newId, timestamp } from "../src/ids.ts"
import { openStore, type Store } from "../src/store/index.ts"
import { outside } from "./support/database.ts"
import { freshDatabase } from "./support/postgres.ts"
import { folder, run } from "./support/program.ts"
import { randomFrom } from "./support/random.ts"

type Engine = "sqlite" | "postgres"
const engines: Engine[] = ["sqlite", "postgres"]

/** A place for a database of its own. */
const placeFor = async (engine: Engine) => {
  const { path, remove } = await folder()
  const database = engine === "postgres" ? await freshDatabase() : undefined
  return {
    where: { data: path, db: database?.url },
    at: { config: { db: database?.url ?? "" }, data: path },
    flags: ["--data", path, ...(database ? ["--db", database.url] : [])],
    remove: async () => {
      await remove()
      await database?.drop()
    },
  }
}

describe.each(engines)("the store (%s)", (engine) => {
  let place: Awaited<ReturnType<typeof placeFor>>
  let store: Store
  beforeAll(async () => {
    place = await placeFor(engine)
    store = await openStore(place.where)
  })
  afterAll(async () => {
    await store.close()
    await place.remove()
  })

  const workspace = async () => {
    const id = newId("wsp")
    const row = { id, route_id: id, name: "W", slug: id, created_at: timestamp() }
    await store.write(null, (tx) => tx.workspaces.insert(row))
    return id
  }
  const topic = (workspace_id: string, name: string) => ({
    id: newId("top"),
    workspace_id,
    name,
    created_by: "usr_x",
    created_at: timestamp(),
  })
  const told = (workspace_id: string, name: string) => ({
    workspace_id,
    type: "topic.made",
    audience: "workspace",
    payload: { name },
  })
  /** Makes a topic and tells it. */
  const make = (workspaceId: string, name: string) =>
    store.write(workspaceId, async (tx) => {
      await tx.topics.insert(topic(workspaceId, name))
      return tx.emit(told(workspaceId, name)).row.place
    })
  const state = async (workspaceId: string) => {
    const events = await store.read.events.after(workspaceId, 0, 1000)
    const rows = await outside(place.at, `select name from topics where workspace_id = '${workspaceId}' order by id`)
    return {
      topics: rows.map(({ name }) => String(name)),
      told: events.map(({ payload }) => String(JSON.parse(payload).name)),
      places: events.map(({ place: at }) => at),
      head: await store.read.workspaces.head(workspaceId),
    }
  }

  test("takes back a failing write alone, with its rows and events, and gives its place in the log to the next", async () => {
    const id = await workspace()
    const answers = await Promise.allSettled([
      make(id, "one"),
      store.write(id, async (tx) => {
        await tx.topics.insert(topic(id, "lost"))
        tx.emit(told(id, "lost"))
        tx.signal({ type: "lost", workspace_id: id })
        throw new Error("changed my mind")
      }),
      make(id, "two"),
    ])
    expect(answers).toMatchObject([
      { status: "fulfilled", value: 1 },
      { status: "rejected", reason: { message: "changed my mind" } },
      { status: "fulfilled", value: 2 },
    ])
    expect(await state(id)).toEqual({ topics: ["one", "two"], told: ["one", "two"], places: [1, 2], head: 2 })
  })

  test("takes back a write that breaks a rule of the database alone", async () => {
    const id = await workspace()
    const channel = (name: string) =>
      store.write(id, async (tx) => {
        const own = newId("chn")
        await tx.channels.insert({ id: own, route_id: own, workspace_id: id, name, created_at: timestamp() })
        tx.emit(told(id, name))
      })
    const answers = await Promise.allSettled(["same", "same", "other", "same"].map(channel))
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "rejected"])
    expect(await state(id)).toEqual({ topics: [], told: ["same", "other"], places: [1, 2], head: 2 })
  })

  test("keeps rows and log together through any mixture of good and bad writes", async () => {
    const random = randomFrom(7)
    const ids = [await workspace(), await workspace()]
    const good: Record<string, string[]> = { [ids[0]!]: [], [ids[1]!]: [] }
    const attempt = async (n: number) => {
      const both = random.chance(0.2)
      const which = both ? ids : [random.pick(ids)]
      const fails = random.chance(0.3)
      await store
        .write(which, async (tx) => {
          for (const id of which) {
            await tx.topics.insert(topic(id, `${n}`))
            tx.emit(told(id, `${n}`))
          }
          if (fails) throw new Error("no")
        })
        .then(
          () => {
            for (const id of which) good[id]!.push(`${n}`)
          },
          (error: Error) => expect(error.message).toBe("no"),
        )
    }
    for (let round = 0; round < 10; round++)
      await Promise.all(Array.from({ length: 20 }, (_, n) => attempt(round * 20 + n)))
    for (const id of ids) {
      const { topics, told: heard, places, head } = await state(id)
      expect(heard.toSorted()).toEqual(good[id]!.toSorted())
      expect(topics.toSorted()).toEqual(good[id]!.toSorted())
      expect(places).toEqual(Array.from(places, (_, n) => n + 1))
      expect(head).toBe(places.length)
    }
  })

  test("answers a write, and tells it, only when others can read it", async () => {
    const id = await workspace()
    const seen: Promise<number>[] = []
    store.onCommit(({ committed }) => {
      if (committed.some(({ row }) => row.workspace_id === id)) seen.push(state(id).then(({ head }) => head!))
    })
    let answered = false
    const written = make(id, "x").then(() => {
      // Told first, answered then: nobody learns from an answer what the sockets do not know yet.
      expect(seen).toHaveLength(1)
      answered = true
    })
    await written
    expect(answered).toBe(true)
    expect(await state(id)).toMatchObject({ topics: ["x"], told: ["x"] })
    expect(await seen[0]).toBe(1)
  })

  test("reads what was committed, also from within a write, and never waits for one", async () => {
    const id = await workspace()
    await store.write(id, async (tx) => {
      await tx.topics.insert(topic(id, "x"))
      tx.emit(told(id, "x"))
      expect(await store.read.topics.list(id)).toEqual([])
      expect(await store.read.workspaces.head(id)).toBe(0)
    })
    expect(await store.read.workspaces.head(id)).toBe(1)
  })

  test("announces nothing in a workspace that the write does not hold", async () => {
    const [id, other] = [await workspace(), await workspace()]
    const sneaking = store.write(id, async (tx) => {
      await tx.topics.insert(topic(id, "x"))
      tx.emit(told(other, "x"))
    })
    await expect(sneaking).rejects.toThrow("has not locked")
    expect(await state(id)).toMatchObject({ topics: [], told: [] })
    expect(await state(other)).toMatchObject({ told: [] })
  })

  test("leaves nothing half done when the log itself cannot be written, and goes on afterwards", async () => {
    const id = await workspace()
    const refuse =
      engine === "sqlite"
        ? "create trigger refusing before insert on events when new.type = 'refused' begin select raise(abort, 'the log is full'); end"
        : "alter table events add constraint refusing check (type <> 'refused')"
    await outside(place.at, refuse)
    const refused = store.write(id, async (tx) => {
      await tx.topics.insert(topic(id, "x"))
      tx.emit({ ...told(id, "x"), type: "refused" })
    })
    await expect(refused).rejects.toThrow()
    expect(await state(id)).toEqual({ topics: [], told: [], places: [], head: 0 })
    expect(await make(id, "y")).toBe(1)
  })

  test("writes of one workspace come after one another: what one has read, none has changed meanwhile", async () => {
    const id = await workspace()
    await Promise.all(
      Array.from({ length: 50 }, () =>
        store.write(id, async (tx) => {
          const names = (await tx.topics.list(id)).length
          await tx.topics.insert(topic(id, `n${names}`))
        }),
      ),
    )
    expect((await store.read.topics.list(id)).map(({ name }) => name).sort()).toEqual(
      Array.from({ length: 50 }, (_, n) => `n${n}`).sort(),
    )
  })

  test("makes way for another program that writes, and waits for it", async () => {
    const id = await workspace()
    const other = await openStore(place.where)
    const insert = (into: Store, name: string) => into.write(id, (tx) => tx.topics.insert(topic(id, name)))
    await Promise.all(Array.from({ length: 40 }, (_, n) => insert(n % 2 ? store : other, `n${n}`)))
    await other.close()
    expect(await store.read.topics.list(id)).toHaveLength(40)
  })
})

describe.each(engines)("the tables (%s)", (engine) => {
  const opened = async (work: (place: Awaited<ReturnType<typeof placeFor>>) => Promise<void>) => {
    const place = await placeFor(engine)
    try {
      await work(place)
    } finally {
      await place.remove()
    }
  }
  const open = async (place: Awaited<ReturnType<typeof placeFor>>) => (await openStore(place.where)).close()
  const applied = (place: Awaited<ReturnType<typeof placeFor>>) =>
    outside(place.at, "select name, hash, applied_at from schema_migrations order by name")

  test("are made once: starting again changes nothing", () =>
    opened(async (place) => {
      await open(place)
      const first = await applied(place)
      expect(first.length).toBeGreaterThan(0)
      await open(place)
      expect(await applied(place)).toEqual(first)
    }))

  test("are made once by programs that start at the same moment", () =>
    opened(async (place) => {
      const starters = await Promise.all([1, 2, 3].map(() => run("migrate", ...place.flags)))
      expect(starters.map(({ code, err }) => [code, err])).toEqual([
        [0, ""],
        [0, ""],
        [0, ""],
      ])
      await open(place)
    }))

  test("of a newer program are left alone, with a sentence that says what to do", () =>
    opened(async (place) => {
      await open(place)
      await outside(place.at, "insert into schema_migrations (name, hash, applied_at) values ('9999_later', 'x', 'x')")
      await expect(open(place)).rejects.toThrow(/newer than this program \(it has migration 9999_later\)/)
      await outside(place.at, "delete from schema_migrations where name = '9999_later'")
      await open(place)
    }))

  test("that other SQL has made are left alone", () =>
    opened(async (place) => {
      await open(place)
      await outside(place.at, "update schema_migrations set hash = 'changed' where name = '0000_start'")
      await expect(open(place)).rejects.toThrow(/migration 0000_start of the database is not the one in this program/)
    }))
})
