using FluentValidation;
using MediatR;

namespace Chs.Api.OpenApi;

/// <summary>Finds validators.</summary>
static class Validators
{
    /// <summary>The use cases by name, which is the name of the operation that sends them.</summary>
    static readonly Dictionary<string, Type> UseCases = typeof(Application.ApplicationServices)
        .Assembly.GetTypes()
        .Where(type => type.IsPublic && type.IsAssignableTo(typeof(IBaseRequest)))
        .ToDictionary(type => type.Name, StringComparer.OrdinalIgnoreCase);

    extension(IServiceProvider services)
    {
        /// <returns>Null when the type has none.</returns>
        public IValidator? ValidatorOf(Type type) =>
            type.ContainsGenericParameters
                ? null
                : (IValidator?)services.GetService(typeof(IValidator<>).MakeGenericType(type));

        /// <summary>The validator of the use case that an operation sends.</summary>
        /// <returns>Null when it has none.</returns>
        public IValidator? ValidatorOf(string? operationId) =>
            UseCases.TryGetValue(operationId ?? "", out var useCase) ? services.ValidatorOf(useCase) : null;
    }
}
