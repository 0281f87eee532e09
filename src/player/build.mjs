// Bundles what families' browsers load. Names carry a hash of the content, so that browsers may keep them for ever.
import { build } from "esbuild";
import { rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

rmSync("dist", { recursive: true, force: true });
const result = await build({
  entryPoints: { chs: "src/main.ts", leftovers: "src/leftovers.ts", host: "src/host.css", jspsych: "jspsych/css/jspsych.css" },
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file", ".woff": "file", ".svg": "dataurl", ".png": "dataurl" },
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome100", "firefox100", "safari15"],
  legalComments: "none",
  metafile: true,
});

const files = {};
for (const [path, output] of Object.entries(result.metafile.outputs)) {
  const name = basename(path);
  const entry = name.replace(/-[A-Z0-9]{8}\./, ".");
  if (output.entryPoint) files[entry] = name;
}
writeFileSync("dist/manifest.json", JSON.stringify(files, null, 2) + "\n");
console.log(Object.values(files).join("\n"));
