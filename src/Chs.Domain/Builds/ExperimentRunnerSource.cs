namespace Chs.Domain.Builds;

/// <summary>The repository that holds an experiment runner's source.</summary>
/// <param name="Host">Host name, with the port unless it is the default one.</param>
/// <param name="Owner">The user or organisation that owns the repository.</param>
/// <param name="Name">Name of the repository, without <c>.git</c>.</param>
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
        var name = parts[1].EndsWith(".git", StringComparison.Ordinal) ? parts[1][..^4] : parts[1];
        return new ExperimentRunnerSource(url.Authority, parts[0], name);
    }

    /// <summary>Whether a text is the full id of a commit: 40 lower-case hex digits.</summary>
    public static bool IsCommit(string? text) => text is { Length: 40 } && text.All(char.IsAsciiHexDigitLower);

    static bool IsPlain(string part) =>
        part.Length is > 0 and <= 100
        && part[0] != '.'
        && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    public override string ToString() => $"{Host}/{Owner}/{Name}";
}
