// Packs the compiled client for npm, with the version of the contract, into clients/dist.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const contract = JSON.parse(readFileSync("../../openapi/v3.json", "utf8"));
const { devDependencies, scripts, ...manifest } = JSON.parse(readFileSync("package.json", "utf8"));
const { version } = contract.info;
const folder = mkdtempSync(join(tmpdir(), "chs-client-"));
cpSync("dist", join(folder, "dist"), { recursive: true });
cpSync("README.md", join(folder, "README.md"));
writeFileSync(join(folder, "package.json"), JSON.stringify({ ...manifest, version }, null, 2));
mkdirSync("../dist", { recursive: true });
const to = ["pack", "--silent", "--pack-destination", join(process.cwd(), "../dist")];
console.log(execFileSync("npm", to, { cwd: folder, encoding: "utf8" }).trim());
rmSync(folder, { recursive: true });
