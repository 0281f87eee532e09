using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Chs.Api.V3;

/// <summary>The version in the header <c>If-Match</c>.</summary>
/// <param name="Version">Null, when the header is absent or <c>*</c>: any version will do.</param>
[ModelBinder(typeof(Binder))]
public sealed record IfMatch(int? Version)
{
    /// <summary>Matches no version, so that an ETag that isn't one of ours is answered by 412, not 400.</summary>
    const int UnknownVersion = -1;

    static IfMatch Parse(string header)
    {
        if (header is "" or "*")
            return new IfMatch((int?)null);
        var isQuoted = header.StartsWith('"');
        var isNumber = int.TryParse(header.Trim('"'), out var version);
        return new IfMatch(isQuoted && isNumber ? version : UnknownVersion);
    }

    sealed class Binder : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            var header = bindingContext.HttpContext.Request.Headers.IfMatch.ToString();
            bindingContext.Result = ModelBindingResult.Success(Parse(header));
            return Task.CompletedTask;
        }
    }
}
