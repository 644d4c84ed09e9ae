import { describe, expect, test } from "bun:test"
import { hookText } from "../src/domain/hook-text.ts"
import { withEmoji } from "../src/domain/shortcodes.ts"

describe("what was written for Slack or Mattermost", () => {
  test("keeps Markdown, and has its links, people and entities read", () => {
    for (const [text, markdown] of [
      ["  **build** [passed](https://ci.example/1)\n", "**build** [passed](https://ci.example/1)"],
      [
        "<https://ci.example/1|build [7]> of <https://ci.example>",
        "[build \\[7\\]](https://ci.example/1) of https://ci.example",
      ],
      ["<!here> <!channel>: <@U12|ada> and <@U13> in <#C1|talk>", "@here @channel: @ada and @U13 in #talk"],
      ["<!date^1392734382^{date}|18 February> a &lt; b &amp;&amp; c &gt; d", "18 February a < b && c > d"],
      [
        "&amp;lt; stays, <b> too, and <javascript:alert(1)|this>",
        "&lt; stays, <b> too, and <javascript:alert(1)|this>",
      ],
      ["<https://x.example/a(b)c|round>", "[round](https://x.example/a%28b%29c)"],
    ] as const)
      expect(hookText({ text })).toBe(markdown)
  })

  test("has its attachments quoted, with titles, fields and pictures", () => {
    const attachments = [
      {
        fallback: "not shown",
        color: "#36a64f",
        pretext: "Deployed",
        author_name: "Jenkins",
        author_link: "https://ci.example",
        title: "Build 7",
        title_link: "https://ci.example/7",
        text: "All <https://ci.example/t|tests> passed",
        fields: [
          { title: "Branch", value: "main", short: true },
          { title: "Took", value: 12 },
        ],
        image_url: "https://ci.example/graph.png",
        footer: "from ci",
      },
      { fallback: "only this" },
    ]
    expect(hookText({ text: "News", attachments })).toBe(
      [
        "News",
        "",
        "Deployed",
        "",
        "> [Jenkins](https://ci.example)",
        ">",
        "> **[Build 7](https://ci.example/7)**",
        ">",
        "> All [tests](https://ci.example/t) passed",
        ">",
        "> - **Branch**: main",
        "> - **Took**: 12",
        ">",
        "> ![Build 7](https://ci.example/graph.png)",
        ">",
        "> _from ci_",
        "",
        "only this",
      ].join("\n"),
    )
  })

  test("has its blocks read, in place of the text that stands in for them", () => {
    const mrkdwn = (text: string) => ({ type: "mrkdwn", text })
    const blocks = [
      { type: "header", text: { type: "plain_text", text: "Deploy" } },
      {
        type: "section",
        text: mrkdwn("*done* in ~5~ 4 s, `*not* bold`"),
        fields: [mrkdwn("*By*\nada"), mrkdwn("2 * 3 * 4")],
      },
      { type: "divider" },
      { type: "context", elements: [mrkdwn("a"), { type: "image", image_url: "x" }, mrkdwn("b")] },
      { type: "image", image_url: "https://x.example/i.png", alt_text: "a cat" },
      { type: "actions", elements: [{ type: "button" }] },
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_section",
            elements: [
              { type: "text", text: "bold", style: { bold: true } },
              { type: "text", text: " and " },
              { type: "link", url: "https://x.example", text: "link" },
              { type: "emoji", name: "tada" },
            ],
          },
          { type: "rich_text_list", style: "ordered", elements: [{ elements: [{ type: "text", text: "one" }] }] },
          { type: "rich_text_preformatted", elements: [{ type: "text", text: "x = 1" }] },
          { type: "rich_text_quote", elements: [{ type: "text", text: "so" }] },
        ],
      },
    ]
    expect(hookText({ text: "fallback", blocks })).toBe(
      [
        "### Deploy",
        "**done** in ~~5~~ 4 s, `*not* bold`",
        "**By**\nada\n2 * 3 * 4",
        "---",
        "a · b",
        "![a cat](https://x.example/i.png)",
        "**bold** and [link](https://x.example):tada:",
        "1. one",
        "```\nx = 1\n```",
        "> so",
      ].join("\n\n"),
    )
    expect(hookText({ text: "fallback", blocks: [{ type: "unknown" }, null] })).toBe("fallback")
  })

  test("says nothing where nothing is said, whatever its shape", () => {
    const strange = [null, 5, "x", [], { fields: 7, text: {}, title: [] }, { elements: { a: 1 } }]
    expect(hookText({ blocks: strange, attachments: strange })).toBe("")
    expect(hookText({ text: " \n" })).toBe("")
  })

  test("of a mebibyte is read at once", () => {
    const began = performance.now()
    for (const piece of ["<", "*", "`", ":", "<a|", "*a ", "```", "&lt;", ":a"]) {
      const text = piece.repeat(1_000_000 / piece.length)
      hookText({ text, blocks: [{ type: "section", text: { type: "mrkdwn", text } }] })
    }
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  test("has shortcodes become emoji, outside of code, times and addresses", async () => {
    expect(await withEmoji(":white_check_mark: ok :tada::+1: :none: `:tada:` 10:100:20 http://x/:tada:")).toBe(
      "✅ ok 🎉👍 :none: `:tada:` 10:100:20 http://x/:tada:",
    )
  })
})
