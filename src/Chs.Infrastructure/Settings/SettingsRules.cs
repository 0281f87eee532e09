using FluentValidation;
using FluentValidation.Results;

namespace Chs.Infrastructure.Settings;

/// <summary>Rules that several settings share, and the form in which a fault is told.</summary>
static class SettingsRules
{
    const int MostMegabytes = 1024 * 1024;

    public static IRuleBuilderOptions<T, Uri?> WebAddress<T>(this IRuleBuilder<T, Uri?> rule) =>
        rule.Must(url => url is null || (url.IsAbsoluteUri && url.Scheme is "http" or "https"))
            .WithMessage("'{PropertyValue}' isn't an absolute http or https URL");

    public static IRuleBuilderOptions<T, string?> ExistingFile<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(path => path is null || File.Exists(path)).WithMessage("there is no file '{PropertyValue}'");

    public static IRuleBuilderOptions<T, int> Megabytes<T>(this IRuleBuilder<T, int> rule) =>
        rule.InclusiveBetween(1, MostMegabytes);

    /// <param name="key">Below <c>Chs:</c>.</param>
    public static string Fault(string key, string message) => $"Chs:{key}: {message.TrimEnd('.')}.";

    /// <summary>Names the key where a validator names the property, as in <c>Builds.CodeHosts[0].Host</c>.</summary>
    public static string Fault(ValidationFailure failure)
    {
        var key = failure.PropertyName.Replace('.', ':').Replace('[', ':').Replace("]", "");
        return Fault(key, failure.ErrorMessage);
    }
}
