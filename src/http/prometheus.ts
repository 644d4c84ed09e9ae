/**
 * The library for figures, imported here and nowhere else: `import()` of the package itself, which is CommonJS, breaks in
 * the minified binary (Bun 1.4.5 gives two things one name), and `import()` of this module does not.
 */
export { Counter, Gauge, Registry, Summary } from "prom-client"
