using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Options;

namespace Chs.Api.V3;

/// <summary>Reads parameters of an address that are names of enums, by the names that they have in JSON.</summary>
sealed class EnumBinder(IOptions<JsonOptions> json) : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var sent = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
        if (sent == ValueProviderResult.None)
            return Task.CompletedTask;
        bindingContext.ModelState.SetModelValue(bindingContext.ModelName, sent);
        if (string.IsNullOrEmpty(sent.FirstValue))
        {
            // As for other parameters, an empty one that may be absent is none.
            if (bindingContext.ModelMetadata.IsNullableValueType)
                bindingContext.Result = ModelBindingResult.Success(null);
            else
                bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, "Empty.");
            return Task.CompletedTask;
        }

        try
        {
            var name = JsonSerializer.SerializeToElement(sent.FirstValue);
            var value = name.Deserialize(
                bindingContext.ModelMetadata.UnderlyingOrModelType,
                json.Value.JsonSerializerOptions
            );
            bindingContext.Result = ModelBindingResult.Success(value);
        }
        catch (JsonException)
        {
            bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, "Not one of the names.");
        }

        return Task.CompletedTask;
    }

    public sealed class Provider : IModelBinderProvider
    {
        public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
            context.Metadata.IsEnum
                ? new EnumBinder(context.Services.GetRequiredService<IOptions<JsonOptions>>())
                : null;
    }
}
