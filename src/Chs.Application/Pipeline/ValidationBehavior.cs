using Chs.Domain;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace Chs.Application.Pipeline;

/// <summary>Runs a request's validators before its transaction begins, and refuses it with all faults at once.</summary>
sealed class ValidationBehavior<TRequest, TResponse>(
    IEnumerable<IValidator<TRequest>> validators,
    BindingFaults bindingFaults
) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        List<Fault> found = [];
        // Sequentially, because validators may share the DbContext.
        foreach (var validator in validators)
        {
            var result = await validator.ValidateAsync(request, cancellationToken);
            found.AddRange(result.Errors.Select(FaultOf));
        }

        var faults = bindingFaults.With(found);
        return faults is [] ? await next() : TResponse.Refuse(Error.Invalid(faults));
    }

    /// <summary>
    /// Turns a property path into a JSON pointer: <c>Details.Name</c> becomes <c>/details/name</c>. Where the request's
    /// JSON document lacks a property of the use case, the validator leaves it out with <c>OverridePropertyName</c>.
    /// </summary>
    static Fault FaultOf(ValidationFailure failure)
    {
        var parts = failure.PropertyName.Replace("[", ".").Replace("]", "").Split('.');
        var pointer = string.Concat(parts.Select(part => $"/{char.ToLowerInvariant(part[0])}{part[1..]}"));
        return new Fault(pointer, CodeOf(failure.ErrorCode), failure.ErrorMessage);
    }

    /// <summary>The v3 code of FluentValidation's error code, which by default is the validator's name.</summary>
    static string CodeOf(string errorCode) =>
        errorCode switch
        {
            "NotEmptyValidator" or "NotNullValidator" => "required",
            "MaximumLengthValidator" or "LengthValidator" => "too_long",
            "InclusiveBetweenValidator" or "LessThanOrEqualValidator" or "GreaterThanOrEqualValidator" =>
                "out_of_range",
            "EnumValidator" => "unknown_value",
            "EmailValidator" => "not_an_email",
            _ when errorCode.EndsWith("Validator", StringComparison.Ordinal) => "invalid",
            _ => errorCode,
        };
}
