import { defineConfig } from "@hey-api/openapi-ts";

export default defineConfig({
  input: "../../openapi/v3.json",
  output: { path: "src/generated", module: { extension: ".js" } },
  plugins: [
    "@hey-api/typescript",
    { name: "@hey-api/client-fetch", throwOnError: true },
    { name: "@hey-api/sdk", operations: { strategy: "single", containerName: "Chs" } },
  ],
});
