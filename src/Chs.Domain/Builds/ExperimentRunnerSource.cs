namespace Chs.Domain.Builds;

/// <summary>Where a runner's source is kept: a host, and who and what there.</summary>
/// <param name="Host">Host and, where it isn't the usual one, port.</param>
/// <param name="Owner">Who keeps it.</param>
/// <param name="Name">The repository.</param>
public sealed record ExperimentRunnerSource(string Host, string Owner, string Name)
{
    /// <summary>Reads an address such as <c>https://github.com/lookit/ember-lookit-frameplayer</c>, with or without <c>.git</c>.</summary>
    public static Outcome<ExperimentRunnerSource> Parse(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            return BuildErrors.RepositoryRefused($"'{address}' isn't the https address of a repository.");
        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
            return BuildErrors.RepositoryRefused("The address of a repository holds no log-in, query or fragment.");
        var parts = url.AbsolutePath.Trim('/').Split('/');
        if (parts.Length != 2 || !parts.All(IsPlain))
            return BuildErrors.RepositoryRefused("The address of a repository is host, owner and name.");
        return new ExperimentRunnerSource(
            url.Authority,
            parts[0],
            parts[1].EndsWith(".git", StringComparison.Ordinal) ? parts[1][..^4] : parts[1]
        );
    }

    /// <summary>Whether a text is a whole commit's id.</summary>
    public static bool IsCommit(string? text) => text is { Length: 40 } && text.All(char.IsAsciiHexDigitLower);

    static bool IsPlain(string part) =>
        part.Length is > 0 and <= 100
        && part[0] != '.'
        && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    public override string ToString() => $"{Host}/{Owner}/{Name}";
}
