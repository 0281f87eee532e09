import isNumber from "is-number";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

if (!isNumber(1)) throw new Error("no dependency");

const home = process.env.PREPEND_FINGERPRINT;
const code = readFileSync("player.js");
const name = `player-${createHash("md5").update(code).digest("hex")}.js`;
mkdirSync("out/assets", { recursive: true });
writeFileSync(`out/assets/${name}`, code);

const settings = encodeURIComponent(
  JSON.stringify({ modulePrefix: "ember-lookit-frameplayer", awsRecording: {} }),
);
writeFileSync(
  "out/index.html",
  `<!DOCTYPE html>
<html>
  <head>
    <meta charset="utf-8">
    <title>Frames</title>
    <meta name="ember-lookit-frameplayer/config/environment" content="${settings}" />
  </head>
  <body>
    <p id="result"></p>
    <script src="${home}assets/${name}"></script>
  </body>
</html>
`,
);
