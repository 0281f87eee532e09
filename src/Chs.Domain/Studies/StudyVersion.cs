using System.Security.Cryptography;
using System.Text;

namespace Chs.Domain.Studies;

/// <summary>What runs in the browser: everything that decides what a family sees.</summary>
/// <param name="Structure">Frameplayer: JSON text with <c>frames</c> and <c>sequence</c>.</param>
/// <param name="Generator">Frameplayer: JavaScript that makes a structure; empty when unused.</param>
/// <param name="UseGenerator">Frameplayer: whether the generator replaces the structure.</param>
/// <param name="Experiment">jsPsych: the researcher's JavaScript module.</param>
/// <param name="ExternalUrl">External studies: where the study lives.</param>
/// <param name="RunnerRepository">Frameplayer: address of the runner's source; empty: the public one.</param>
/// <param name="RunnerCommit">Frameplayer: the runner's commit; null: the newest when it is built.</param>
public sealed record StudyProtocol(
    string Structure,
    string Generator,
    bool UseGenerator,
    string Experiment,
    string ExternalUrl,
    string RunnerRepository,
    string? RunnerCommit
)
{
    public static readonly StudyProtocol Empty = new("""{"frames":{},"sequence":[]}""", "", false, "", "", "", null);
}

/// <summary>One immutable version of a study's protocol. Responses keep the version that they were made with.</summary>
public sealed class StudyVersion
{
    StudyVersion() { }

    public long Id { get; private init; }
    public long StudyId { get; private init; }

    /// <summary>1, 2, 3 … within the study.</summary>
    public int Number { get; private init; }

    public string Structure { get; private init; } = "";
    public string Generator { get; private init; } = "";
    public bool UseGenerator { get; private init; }
    public string Experiment { get; private init; } = "";
    public string ExternalUrl { get; private init; } = "";
    public string RunnerRepository { get; private init; } = "";

    /// <summary>Null until the first build chose one; that isn't a change of the protocol.</summary>
    public string? RunnerCommit { get; private set; }

    /// <summary>SHA-256 over all of it in lower-case hex: equal protocols have equal digests, whatever their numbers.</summary>
    public string Digest { get; private init; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Who saved it; null in imported studies and when that account is gone.</summary>
    public long? AuthorId { get; private init; }

    /// <summary>What the author said of the change; at most 1,000 characters.</summary>
    public string Note { get; private init; } = "";

    public StudyProtocol Protocol =>
        new(Structure, Generator, UseGenerator, Experiment, ExternalUrl, RunnerRepository, RunnerCommit);

    public static StudyVersion Of(
        long study,
        int number,
        StudyProtocol protocol,
        DateTimeOffset now,
        long? author = null,
        string note = ""
    ) =>
        new()
        {
            StudyId = study,
            Number = number,
            Structure = protocol.Structure,
            Generator = protocol.Generator,
            UseGenerator = protocol.UseGenerator,
            Experiment = protocol.Experiment,
            ExternalUrl = protocol.ExternalUrl,
            RunnerRepository = protocol.RunnerRepository,
            RunnerCommit = protocol.RunnerCommit,
            Digest = DigestOf(protocol),
            CreatedAt = now,
            AuthorId = author,
            Note = note,
        };

    /// <summary>The first build chooses the commit that was left open.</summary>
    internal void ChooseRunner(string commit) => RunnerCommit ??= commit;

    public static string DigestOf(StudyProtocol protocol)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] parts =
        [
            protocol.Structure,
            protocol.Generator,
            protocol.UseGenerator ? "1" : "0",
            protocol.Experiment,
            protocol.ExternalUrl,
        ];
        // Left out where nothing is said, as in versions from before there were runners.
        if (protocol.RunnerRepository.Length > 0 || protocol.RunnerCommit is not null)
            parts = [.. parts, protocol.RunnerRepository, protocol.RunnerCommit ?? ""];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length)); // lengths keep "a","bc" and "ab","c" apart
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
