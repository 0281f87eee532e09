using FluentValidation;

namespace Chs.Infrastructure.Settings;

/// <summary>A file of the manifest <c>lookit</c>.</summary>
/// <param name="Url">Absolute https address; ends in .css or .js.</param>
/// <param name="Integrity">The integrity value that browsers check, such as <c>sha384-…</c>.</param>
public sealed record PlayScript(string Url = "", string Integrity = "")
{
    internal sealed class Validator : AbstractValidator<PlayScript>
    {
        // Both values are written into attributes of a page, hence no quotation marks.
        public Validator()
        {
            RuleFor(x => x.Url)
                .Must(url => IsAddressOfScriptOrStyle(url) && !url.Contains('"'))
                .WithMessage("'{PropertyValue}' isn't the https address of a .js or .css file");
            RuleFor(x => x.Integrity)
                .Must(value => value.StartsWith("sha", StringComparison.Ordinal) && !value.Contains('"'))
                .WithMessage("give the file's integrity value, such as sha384-…");
        }

        static bool IsAddressOfScriptOrStyle(string url) =>
            url.StartsWith("https://", StringComparison.Ordinal)
            && (url.EndsWith(".js", StringComparison.Ordinal) || url.EndsWith(".css", StringComparison.Ordinal));
    }
}
