using FluentValidation;

namespace Chs.Infrastructure.Settings;

/// <summary>A host of repositories.</summary>
public sealed class CodeHost
{
    internal static readonly CodeHost GitHub = new()
    {
        Host = "github.com",
        Archive = "https://github.com/{owner}/{name}/archive/{commit}.zip",
        Branch = "https://api.github.com/repos/{owner}/{name}/git/ref/heads/{branch}",
        Redirects = ["codeload.github.com"],
    };

    /// <summary>The host as it appears in a repository's address.</summary>
    public string Host { get; set; } = "";

    /// <summary>
    /// Address of a commit's zip archive, with <c>{owner}</c>, <c>{name}</c>, <c>{commit}</c>.
    /// </summary>
    public string Archive { get; set; } = "";

    /// <summary>
    /// Address of a branch's newest commit, with <c>{owner}</c>, <c>{name}</c>, <c>{branch}</c>.
    /// </summary>
    public string Branch { get; set; } = "";

    /// <summary>Other hosts to which it may redirect.</summary>
    public IReadOnlyList<string> Redirects { get; set; } = [];

    /// <summary>Whether it may have an address inside the institution.</summary>
    public bool AllowPrivate { get; set; }

    internal sealed class Validator : AbstractValidator<CodeHost>
    {
        const string AddressFault = "give an https address with {owner}, {name} and {commit} or {branch}";

        public Validator()
        {
            RuleFor(x => x.Host).NotEmpty().WithMessage("name the host as it stands in a repository's address");
            RuleFor(x => x.Archive).Must(IsSecureEnough).WithMessage(AddressFault);
            RuleFor(x => x.Branch).Must(IsSecureEnough).WithMessage(AddressFault);
        }

        /// <summary>
        /// Plain http is allowed only inside the institution, for hosts that the operator marks as private.
        /// </summary>
        static bool IsSecureEnough(CodeHost host, string address) =>
            address.StartsWith("https://", StringComparison.Ordinal)
            || (host.AllowPrivate && address.StartsWith("http://", StringComparison.Ordinal));
    }
}
