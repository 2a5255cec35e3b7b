// Prints the style sheet (first argument) without the rules no page of the panel (second argument) can use.
import { PurgeCSS } from "purgecss";

const [sheet, panel] = process.argv.slice(2);
const [result] = await new PurgeCSS().purge({
  css: [sheet],
  content: [`${panel}/templates/**/*.html`, `${panel}/static/*.js`],
  defaultExtractor: (text) => text.match(/[A-Za-z0-9_-]+/g) ?? [],
  safelist: ["data-bs-theme", "is-invalid", "disabled"],
  variables: false,
});
process.stdout.write(result.css);
