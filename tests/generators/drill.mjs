// Makes clients of both contracts with the generators that people use, compiles them, and prints a table.
// node drill.mjs [word …]: only the generators whose name contains one of the words.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
// Ignored by git and by the rules for our own sources.
const out = join(here, "obj");
const kiotaPackages = ["Abstractions", "Http.HttpClientLibrary", "Serialization.Form", "Serialization.Json"]
  .concat(["Serialization.Multipart", "Serialization.Text"])
  .map((name) => `<PackageReference Include="Microsoft.Kiota.${name}" Version="2.1.6" />`)
  .join("");
const jar = "node_modules/@openapitools/openapi-generator-cli/bin/openapi-generator.jar";
const npm = JSON.parse(readFileSync(join(here, "package.json"), "utf8")).dependencies;
const tools = JSON.parse(readFileSync(join(here, ".config/dotnet-tools.json"), "utf8")).tools;

/** Each: its name, the command that makes a client of a document in a folder, and what compiles it. */
const generators = [
  { name: "openapi-typescript", make: (doc, to) => ["npx", "openapi-typescript", doc, "--default-non-nullable=false", "-o", `${to}/client.ts`] },
  { name: "@hey-api/openapi-ts", make: (doc, to) => ["npx", "openapi-ts", "-i", doc, "-o", to, "-c", "@hey-api/client-fetch"] },
  { name: "orval", make: (doc, to) => ["npx", "orval", "--input", doc, "--output", `${to}/client.ts`, "--client", "fetch"] },
  { name: "swagger-typescript-api", make: (doc, to) => ["npx", "swagger-typescript-api", "generate", "-p", doc, "-o", to, "-n", "client.ts"] },
  { name: "openapi-zod-client", make: (doc, to) => ["npx", "openapi-zod-client", doc, "-o", `${to}/client.ts`] },
  { name: "typed-openapi", make: (doc, to) => ["npx", "typed-openapi", doc, "-o", relative(here, `${to}/client.ts`)] },
  { name: "oazapfts", make: (doc, to) => ["npx", "oazapfts", doc, `${to}/client.ts`] },
  {
    name: "@openapitools/openapi-generator-cli",
    title: "openapi-generator (typescript-axios)",
    make: (doc, to) => ["java", "-jar", jar, "generate", "-g", "typescript-axios", "-i", doc, "-o", to],
  },
  {
    name: "@openapitools/openapi-generator-cli",
    title: "openapi-generator (python)",
    make: (doc, to) => ["java", "-jar", jar, "generate", "-g", "python", "-i", doc, "-o", to, "--global-property", "models,apis,supportingFiles,modelTests=false,apiTests=false"],
    compile: (to) => ["python3", "-m", "compileall", "-q", to],
  },
  {
    name: "microsoft.openapi.kiota",
    title: "Kiota (C#)",
    make: (doc, to) => ["dotnet", "kiota", "generate", "-l", "CSharp", "-d", doc, "-c", "ChsClient", "-n", "Chs.Made", "-o", to, "--clean-output"],
    packages: kiotaPackages,
  },
  {
    name: "microsoft.openapi.kiota",
    title: "Kiota (TypeScript)",
    make: (doc, to) => ["dotnet", "kiota", "generate", "-l", "TypeScript", "-d", doc, "-c", "ChsClient", "-n", "chs", "-o", to, "--clean-output"],
    // A path that ends in a slash is a part without a name to it, which its TypeScript refers to by a name that isn't there.
    prepare: withoutTrailingSlashes,
    note: "slashes at the ends of paths cut off",
  },
  {
    name: "nswag.consolecore",
    title: "NSwag (C#)",
    make: (doc, to) => [
      "dotnet", "nswag", "openapi2csclient", `/input:${doc}`, "/classname:ChsClient", "/namespace:Chs.Made",
      `/output:${to}/Client.cs`, "/jsonLibrary:SystemTextJson", "/generateNullableReferenceTypes:true",
      "/generateOptionalPropertiesAsNullable:true",
    ],
    packages: "",
  },
];

function withoutTrailingSlashes(document) {
  const paths = Object.fromEntries(Object.entries(document.paths).map(([path, item]) => [path.replace(/(.)\/$/, "$1"), item]));
  return { ...document, paths };
}

function run([program, ...args], cwd = here) {
  return new Promise((done) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, NO_COLOR: "1", DOTNET_CLI_TELEMETRY_OPTOUT: "1" } });
    let output = "";
    child.stdout.on("data", (text) => (output += text));
    child.stderr.on("data", (text) => (output += text));
    child.on("error", (error) => done({ code: 127, output: `${error}` }));
    child.on("close", (code) => done({ code, output }));
  });
}

/** What compiles a client: TypeScript unless the generator says otherwise. */
function compilerOf(generator, to) {
  if (generator.compile) return generator.compile(to);
  if (generator.packages === undefined) {
    writeFileSync(join(to, "tsconfig.json"), JSON.stringify({ extends: join(here, "tsconfig.json"), include: ["**/*.ts"] }));
    return ["npx", "tsc", "-p", join(to, "tsconfig.json")];
  }
  // Without the settings of this repository, as in a project of somebody else.
  for (const name of ["Directory.Build.props", "Directory.Packages.props"]) writeFileSync(join(to, name), "<Project />");
  writeFileSync(
    join(to, "Client.csproj"),
    `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable>
     <ImplicitUsings>enable</ImplicitUsings></PropertyGroup><ItemGroup>${generator.packages}</ItemGroup></Project>`,
  );
  return ["dotnet", "build", join(to, "Client.csproj"), "-v", "quiet", "-nologo", "-p:UseSharedCompilation=false"];
}

const errorsIn = (output) => new Set(output.match(/^.*\berror (?:TS|CS)\d+.*$/gm) ?? []).size;
// Kiota writes a warning below a line that says whose it is; the Java program writes one a line.
const warningsIn = (output) =>
  [...new Set(output.match(/^.*(?:\bWARN\b|\bwarning\b(?! ?TS)|⚠).*$/gim) ?? [])]
    .map((line) => line.replace(/^\[\w+\] WARN +\S+ - |\[\/.*\]$/g, "").trim())
    .filter((line) => !/^0 Warning|^warn: Kiota|in preview/.test(line));

async function judge(generator, document) {
  const title = generator.title ?? generator.name;
  const to = join(out, `${title.replace(/\W+/g, "-")}-${document}`);
  mkdirSync(to, { recursive: true });
  const contract = JSON.parse(readFileSync(join(here, `../../openapi/${document}.json`), "utf8"));
  const prepared = join(out, `${document}${generator.prepare ? "-prepared" : ""}.json`);
  const text = JSON.stringify(contract);
  const preparedText = generator.prepare ? JSON.stringify(generator.prepare(contract)) : text;
  writeFileSync(prepared, preparedText);
  const made = await run(generator.make(resolve(prepared), to));
  const compiled = made.code === 0 ? await run(compilerOf(generator, to)) : { code: 1, output: "" };
  const warnings = [...warningsIn(made.output), ...warningsIn(compiled.output)];
  const failed = made.code !== 0 ? made : compiled.code !== 0 ? compiled : { output: "" };
  const fault = failed.output.match(/^.*\berror\b.*$/im)?.[0];
  const note = preparedText !== text && generator.note;
  const worst = [note, fault, warnings[0]].filter(Boolean).map((text) => text.replaceAll(out, "").trim().slice(0, 160));
  return {
    title: `${title} ${npm[generator.name] ?? tools[generator.name].version}`,
    document,
    generates: made.code === 0,
    compiles: compiled.code === 0,
    errors: errorsIn(compiled.output),
    warnings: warnings.length,
    worst: worst.join("; ").replaceAll("|", "/") || "none",
  };
}

const words = process.argv.slice(2);
const chosen = generators.filter(({ name, title }) => words.length === 0 || words.some((word) => `${name} ${title}`.includes(word)));
rmSync(out, { recursive: true, force: true });
let failed = 0;
console.log("| generator | document | generates | compiles | warnings | worst |\n|---|---|---|---|---|---|");
for (const generator of chosen) {
  for (const document of ["v3", "runner"]) {
    const row = await judge(generator, document);
    if (!row.generates || !row.compiles) failed++;
    const compiles = row.compiles ? "yes" : `**no**, ${row.errors} errors`;
    console.log(`| ${row.title} | ${row.document} | ${row.generates ? "yes" : "**no**"} | ${compiles} | ${row.warnings} | ${row.worst} |`);
  }
}
process.exit(failed === 0 ? 0 : 1);
