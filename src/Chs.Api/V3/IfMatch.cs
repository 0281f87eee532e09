using System.Globalization;
using Chs.Application.Pipeline;
using Chs.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Chs.Api.V3;

/// <summary>The header <c>If-Match</c> (RFC 9110, 13.1.1).</summary>
/// <param name="Versions">Null, when the header is absent, empty or <c>*</c>: any version will do.</param>
[ModelBinder(typeof(Binder))]
public sealed record IfMatch(ExpectedVersions? Versions)
{
    /// <summary>What comes after the version in our ETags doesn't matter for a change.</summary>
    public const char VersionEnd = '-';

    static readonly IfMatch Any = new((ExpectedVersions?)null);

    static readonly Fault Unreadable = new(
        "/If-Match",
        "not_an_etag",
        "Send the ETag that you read, such as \"3\" with its quotes, several separated by commas, or *."
    );

    /// <summary>Some clients send an empty header when they mean none.</summary>
    public static bool IsAbsent(StringValues header) => header.All(string.IsNullOrWhiteSpace);

    /// <returns>Null when the header can't be read.</returns>
    static IfMatch? Parse(StringValues header)
    {
        if (IsAbsent(header))
            return Any;
        if (!EntityTagHeaderValue.TryParseStrictList(header, out var tags))
            return null;
        if (!tags.Contains(EntityTagHeaderValue.Any))
            return new IfMatch(new ExpectedVersions([.. tags.Select(VersionOf).OfType<int>()]));
        return tags.Count == 1 ? Any : null;
    }

    /// <returns>Null for a tag that isn't one of ours. A weak one never matches.</returns>
    static int? VersionOf(EntityTagHeaderValue tag)
    {
        var text = tag.Tag.AsSpan().Trim('"');
        if (text.IndexOf(VersionEnd) is >= 0 and var end)
            text = text[..end];
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        return isNumber && !tag.IsWeak ? version : null;
    }

    sealed class Binder : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            var http = bindingContext.HttpContext;
            var parsed = Parse(http.Request.Headers.IfMatch);
            if (parsed is null)
                http.RequestServices.GetRequiredService<BindingFaults>().Add(Unreadable);
            bindingContext.Result = ModelBindingResult.Success(parsed ?? Any);
            return Task.CompletedTask;
        }
    }
}
