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
        var metadata = bindingContext.ModelMetadata;
        if (ValueOf(sent, metadata.UnderlyingOrModelType) is { } value)
            bindingContext.Result = ModelBindingResult.Success(value);
        // As for other parameters, an empty one that may be absent is none.
        else if (metadata.IsNullableValueType && string.IsNullOrEmpty(sent.FirstValue))
            bindingContext.Result = ModelBindingResult.Success(null);
        else
            bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, "Not one of the names.");
        return Task.CompletedTask;
    }

    /// <returns>Null when it isn't one of the names.</returns>
    object? ValueOf(ValueProviderResult sent, Type type)
    {
        // The serializer would read a list of names as their sum.
        if (sent.Length != 1 || sent.FirstValue is not { } name || name.Contains(','))
            return null;
        try
        {
            var options = json.Value.JsonSerializerOptions;
            var value = JsonSerializer.SerializeToElement(name).Deserialize(type, options);
            // The serializer takes names in any case; the contract has one.
            return JsonSerializer.SerializeToElement(value, type, options).ValueEquals(name) ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public sealed class Provider : IModelBinderProvider
    {
        public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
            context.Metadata.IsEnum
                ? new EnumBinder(context.Services.GetRequiredService<IOptions<JsonOptions>>())
                : null;
    }
}
