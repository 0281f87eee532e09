using System.IO.Compression;
using System.Text.Json;
using Chs.Testing;

namespace Chs.BuildWorker.Tests;

/// <summary>Commits of runners whose builds fail, each in its own way.</summary>
sealed class BrokenRunners(BuildScene scene)
{
    /// <summary>A commit that the code host doesn't have.</summary>
    public const string UnknownCommit = "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";

    /// <param name="what">What such a runner does.</param>
    /// <returns>The commit's id.</returns>
    public string Commit(string what) =>
        ScriptThat(what) is { } script ? scene.CommitThat(script) : CommitOfOtherFiles(what);

    /// <returns>Null: it isn't the build script that is broken.</returns>
    static string? ScriptThat(string what) =>
        what switch
        {
            "hangs" => "await new Promise(done => setTimeout(done, 600_000));",
            "forks" => """
                import { spawn } from "node:child_process";
                for (let i = 0; i < 200; i++)
                  spawn("sleep", ["30"]).on("error", e => { console.log("no more:", e.code); process.exit(7); });
                await new Promise(done => setTimeout(done, 20_000));
                """,
            "fills its disk" => """
                import { appendFileSync } from "node:fs";
                for (;;) appendFileSync("big", "x".repeat(1_000_000));
                """,
            "prints without end" => """
                for (;;)
                  if (!process.stdout.write("line after line after line\n"))
                    await new Promise(done => process.stdout.once("drain", done));
                """,
            "takes all memory" => "const all = []; for (;;) all.push(Buffer.alloc(50_000_000, 1));",
            "fails" => "console.error('no luck'); process.exit(3);",
            "makes nothing" => "process.exit(0);",
            "makes no page" => "mkdirSync('dist'); writeFileSync('dist/app.js', ''); process.exit(0);",
            "makes a page of missing files" => """
                mkdirSync("dist");
                writeFileSync("dist/index.html", `<script src="${process.env.PREPEND_FINGERPRINT}lost.js"></script>`);
                process.exit(0);
                """,
            "makes a link" => """
                import { symlinkSync } from "node:fs";
                mkdirSync("dist");
                symlinkSync("/etc/passwd", "dist/index.html");
                process.exit(0);
                """,
            _ => null,
        };

    string CommitOfOtherFiles(string what) =>
        what switch
        {
            "fills the disk with dependencies" => WithInstall(
                "node",
                "-e",
                "for (;;) require('fs').appendFileSync('big', 'x'.repeat(1e6))"
            ),
            "has no such dependency" => WithInstall(
                "npm",
                "install",
                "no-such-package-of-chs-tests@1.2.3",
                "--fetch-retries=0"
            ),
            "wants a program that isn't there" => WithInstall("bower", "install"),
            "is a bomb" => CommitArchive(Bomb()),
            "has too many files" => CommitArchive(
                CodeHostStandIn.Zip([.. Enumerable.Range(0, 2100).Select(i => ($"r/{i}", ""))])
            ),
            "leads out of the archive" => CommitArchive(
                CodeHostStandIn.Zip(("r/package.json", "{}"), ("r/../../../etc/cron.d/x", "x"))
            ),
            "holds a link" => CommitArchive(ArchiveWithLink()),
            "is no archive" => CommitArchive("<html>not found</html>"u8.ToArray()),
            "is no runner" => scene.Code.Commit(("README.md", "hello")),
            "wants an unknown Node.js" => scene.Code.Commit(("chs-runner.json", """{"node":"9","build":["true"]}""")),
            "doesn't exist" => UnknownCommit,
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "No such runner."),
        };

    string WithInstall(params string[] command)
    {
        var recipe = new
        {
            node = "20",
            install = command,
            build = new[] { "node", "build.mjs" },
        };
        return scene.Code.Commit(
            ("chs-runner.json", JsonSerializer.Serialize(recipe)),
            ("build.mjs", BuildScene.Script(""))
        );
    }

    string CommitArchive(byte[] archive)
    {
        var commit = scene.Code.Commit();
        scene.Code.Archives[commit] = archive;
        return commit;
    }

    /// <summary>A small archive that unpacks to 40 MB.</summary>
    static byte[] Bomb()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("r/package.json", CompressionLevel.Optimal).Open();
            for (var i = 0; i < 40; i++)
                entry.Write(new byte[1_000_000]);
        }

        return stream.ToArray();
    }

    static byte[] ArchiveWithLink()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            var link = zip.CreateEntry("r/package.json");
            // Unix file mode of a symbolic link, in the upper half.
            link.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var entry = link.Open();
            entry.Write("/etc/passwd"u8);
        }

        return stream.ToArray();
    }
}
