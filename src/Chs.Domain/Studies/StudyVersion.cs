using System.Security.Cryptography;
using System.Text;

namespace Chs.Domain.Studies;

/// <summary>One immutable version of a study's protocol. A response refers to the version that the family saw.</summary>
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

    /// <summary>Null until the first build chooses one, which isn't a change of the protocol.</summary>
    public string? RunnerCommit { get; private set; }

    /// <summary>SHA-256 over the protocol in lower-case hex: equal protocols have equal digests.</summary>
    public string Digest { get; private init; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Key of the user who saved it; null in imported studies and once that account is deleted.</summary>
    public long? AuthorId { get; private init; }

    /// <summary>The author's description of the change; at most 1,000 characters.</summary>
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

    /// <summary>Whether the protocol names the same repository and commit of the runner.</summary>
    internal bool HasRunnerOf(StudyProtocol protocol) =>
        RunnerRepository == protocol.RunnerRepository && RunnerCommit == protocol.RunnerCommit;

    /// <summary>Stores the commit that a build used, if the version leaves it open.</summary>
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
        // Left out when empty, so that digests from before these members existed stay valid.
        if (protocol.RunnerRepository.Length > 0 || protocol.RunnerCommit is not null)
            parts = [.. parts, protocol.RunnerRepository, protocol.RunnerCommit ?? ""];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            // The lengths tell "a","bc" and "ab","c" apart.
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
