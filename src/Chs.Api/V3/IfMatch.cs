using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Chs.Api.V3;

/// <summary>The version in <c>If-Match</c>: an ETag as we gave it. Absent or <c>*</c>: whatever the version is.</summary>
[ModelBinder(typeof(Binder))]
public sealed record IfMatch(int? Version)
{
    sealed class Binder : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            var header = bindingContext.HttpContext.Request.Headers.IfMatch.ToString();
            if (header is "" or "*")
            {
                bindingContext.Result = ModelBindingResult.Success(new IfMatch((int?)null));
            }
            else
            {
                // An ETag that isn't one of ours names a version that never was: the answer is 412, not 400.
                var version = int.TryParse(header.Trim('"'), out var number) && header.StartsWith('"') ? number : -1;
                bindingContext.Result = ModelBindingResult.Success(new IfMatch(version));
            }

            return Task.CompletedTask;
        }
    }
}
