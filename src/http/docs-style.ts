/** The look of the reference page; served beside it, so that the page needs no inline style. */
export const docsStyle = `
:root {
  color-scheme: light dark;
  --surface: light-dark(oklch(1 0 0), oklch(0.238 0.009 240));
  --side: light-dark(oklch(0.972 0.004 240), oklch(0.208 0.009 240));
  --text: light-dark(oklch(0.245 0.014 240), oklch(0.915 0.006 240));
  --quiet: light-dark(oklch(0.43 0.014 240), oklch(0.8 0.01 240));
  --line: light-dark(oklch(0.915 0.005 240), oklch(0.315 0.01 240));
  --accent: light-dark(oklch(0.535 0.165 36), oklch(0.775 0.125 36));
  --get: light-dark(oklch(0.49 0.12 250), oklch(0.765 0.1 245));
  --write: light-dark(oklch(0.48 0.115 155), oklch(0.765 0.13 155));
  --danger: light-dark(oklch(0.51 0.19 18), oklch(0.74 0.145 16));
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; display: grid; grid-template-columns: 15rem minmax(0, 1fr); background: var(--surface); color: var(--text); font: 15px/1.55 system-ui, sans-serif; }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.25rem 1rem; background: var(--side); border-right: 1px solid var(--line); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav a { display: inline-block; padding: 0.2rem 0; color: var(--text); text-decoration: none; }
nav a:hover { color: var(--accent); }
.brand { margin: 0 0 0.75rem; font-weight: 650; }
.count { color: var(--quiet); font-size: 0.8rem; font-weight: 400; }
main { max-width: 54rem; padding: 1.5rem clamp(1rem, 4vw, 3rem) 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 0.5rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
h4 { font-size: 0.9rem; margin: 1rem 0 0.25rem; }
h5 { font-size: 0.85rem; margin: 0.75rem 0 0.25rem; font-weight: 500; color: var(--quiet); }
p { margin: 0.35rem 0; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
article { padding: 1rem 0; border-top: 1px solid var(--line); }
article:target h3 { color: var(--accent); }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: 0.875em; }
pre { margin: 0.5rem 0; padding: 0.75rem 1rem; overflow-x: auto; background: var(--side); border: 1px solid var(--line); border-radius: 8px; }
.method { font: 650 0.75rem/1 ui-monospace, monospace; color: var(--write); }
.method.get { color: var(--get); }
.method.delete { color: var(--danger); }
.summary { font-weight: 500; }
.status { font-family: ui-monospace, monospace; color: var(--text); }
.fields { margin: 0.25rem 0; padding-left: 1rem; list-style: none; border-left: 1px solid var(--line); }
.fields .fields { margin-left: 0.25rem; }
.type, .about, .optional { color: var(--quiet); font-size: 0.875rem; }
.optional { font-style: italic; }
details { margin-top: 0.5rem; }
summary { cursor: pointer; color: var(--quiet); font-size: 0.875rem; padding: 0.35rem 0; }
@media (max-width: 48rem) {
  body { grid-template-columns: minmax(0, 1fr); }
  nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); }
  nav ul { display: flex; flex-wrap: wrap; gap: 0 1rem; }
}
`
