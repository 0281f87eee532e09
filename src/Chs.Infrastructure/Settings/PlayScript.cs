using FluentValidation;

namespace Chs.Infrastructure.Settings;

/// <summary>A file of the manifest <c>lookit</c>.</summary>
/// <param name="Url">Absolute https address.</param>
/// <param name="Integrity">The integrity value that browsers check, such as <c>sha384-…</c>.</param>
/// <param name="Kind">Null: a style sheet when the address ends in <c>.css</c>, else a script.</param>
public sealed record PlayScript(string Url = "", string Integrity = "", PlayFileKind? Kind = null)
{
    /// <summary>Whether a page takes it as a style sheet; else it is a script.</summary>
    public bool IsStyle =>
        Kind is { } kind ? kind is PlayFileKind.Style : Url.EndsWith(".css", StringComparison.OrdinalIgnoreCase);

    internal sealed class Validator : AbstractValidator<PlayScript>
    {
        // Both values are written into attributes of a page, hence no quotation marks.
        public Validator()
        {
            RuleFor(x => x.Url)
                .Must(url => IsHttps(url) && !url.Contains('"'))
                .WithMessage("'{PropertyValue}' isn't an https address");
            RuleFor(x => x.Integrity)
                .Must(value => value.StartsWith("sha", StringComparison.Ordinal) && !value.Contains('"'))
                .WithMessage("give the file's integrity value, such as sha384-…");
        }

        static bool IsHttps(string text) =>
            Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps;
    }
}

/// <summary>What a page does with a file.</summary>
public enum PlayFileKind
{
    Script = 1,
    Style = 2,
}
