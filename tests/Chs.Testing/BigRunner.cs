namespace Chs.Testing;

/// <summary>A runner with a realistic dependency tree: some 1,300 packages.</summary>
public static class BigRunner
{
    const string Recipe = """
        {
          "node": "20",
          "install": ["npm", "install", "--no-audit", "--no-fund"],
          "build": ["node", "build.mjs"]
        }
        """;

    /// <summary>Settings with which such a runner can be built.</summary>
    public static readonly (string, string)[] Settings =
    [
        ("Chs__Builds__Dependencies__Seconds", "900"),
        ("Chs__Builds__Dependencies__Disk", "4000"),
        ("Chs__Builds__Dependencies__Processes", "2000"),
        ("Chs__Builds__Build__Seconds", "300"),
        ("Chs__Builds__Build__Memory", "3072"),
        ("Chs__Builds__Build__Scratch", "1024"),
        ("Chs__Builds__Build__Processes", "1000"),
        ("Chs__Builds__LeaseSeconds", "30"),
    ];

    /// <summary>Adds a commit of it.</summary>
    /// <param name="number">A new number makes a new commit, of which nothing is cached.</param>
    /// <param name="files">Files of 20 KB that the build makes beside its page.</param>
    /// <returns>The commit's id.</returns>
    public static string Commit(BuildScene scene, int number, int files = 0)
    {
        var package = $$"""
            {
              "name": "runner",
              "version": "1.0.{{number}}",
              "private": true,
              "dependencies": {
                "esbuild": "0.25.0",
                "webpack": "5.97.1",
                "webpack-cli": "5.1.4",
                "jest": "29.7.0",
                "eslint": "8.57.1",
                "@babel/core": "7.26.0",
                "@babel/preset-env": "7.26.0",
                "lodash": "4.17.21",
                "jspsych": "8.0.3",
                "ember-cli": "5.12.0"
              }
            }
            """;
        return scene.Code.Commit(
            ("chs-runner.json", Recipe),
            ("package.json", package),
            ("app.js", "import _ from 'lodash'; document.title = _.capitalize('built');"),
            ("build.mjs", Script(files))
        );
    }

    static string Script(int files) =>
        $$"""
            import { build } from "esbuild";
            import { randomBytes } from "node:crypto";
            import { writeFileSync } from "node:fs";
            const home = process.env.PREPEND_FINGERPRINT;
            await build({
              entryPoints: ["app.js"],
              bundle: true,
              minify: true,
              outfile: "dist/app.js",
              define: { HOME: JSON.stringify(home) },
            });
            for (let i = 0; i < {{files}}; i++) writeFileSync(`dist/picture${i}.png`, randomBytes(20_000));
            writeFileSync("dist/index.html", `<script src="${home}app.js"></script>`);
            """;
}
