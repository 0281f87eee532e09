// Bundles the files that families' browsers load. File names contain a hash of the content, so that browsers may cache them forever.
import { build } from "esbuild";
import { rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

const common = {
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome100", "firefox100", "safari15"],
  legalComments: "none",
};

rmSync("dist", { recursive: true, force: true });
const result = await build({
  ...common,
  entryPoints: {
    begin: "src/begin.ts",
    chs: "src/chs.ts",
    run: "src/run.ts",
    host: "src/host.css",
    jspsych: "jspsych/css/jspsych.css",
  },
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file", ".woff": "file", ".svg": "dataurl", ".png": "dataurl" },
  metafile: true,
});

// The published packages load this file by a fixed address.
await build({ ...common, entryPoints: { mic_check: "src/mic-check.ts" } });

// The manifest maps the name of each entry point to the name that contains its hash.
const files = {};
for (const [path, output] of Object.entries(result.metafile.outputs)) {
  if (!output.entryPoint) continue;
  const hashedName = basename(path);
  const name = hashedName.replace(/-[A-Z0-9]{8}\./, ".");
  files[name] = hashedName;
}
writeFileSync("dist/manifest.json", JSON.stringify(files, null, 2) + "\n");
console.log(Object.values(files).join("\n"));
