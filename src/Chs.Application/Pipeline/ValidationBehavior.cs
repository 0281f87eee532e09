using Chs.Domain;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace Chs.Application.Pipeline;

/// <summary>Checks the shape of a request before anything else; all faults at once.</summary>
sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        List<Fault> faults = [];
        foreach (var validator in validators) // one after the other: they may share the DbContext
            faults.AddRange((await validator.ValidateAsync(request, cancellationToken)).Errors.Select(FaultOf));
        return faults is [] ? await next() : TResponse.Refuse(Error.Invalid(faults));
    }

    /// <summary><c>Details.Name</c> of a request is <c>/details/name</c> of its document; what a request wraps is named with <c>OverridePropertyName</c>.</summary>
    static Fault FaultOf(ValidationFailure failure)
    {
        var pointer = string.Concat(
            failure
                .PropertyName.Replace("[", ".")
                .Replace("]", "")
                .Split('.')
                .Select(part => "/" + char.ToLowerInvariant(part[0]) + part[1..])
        );
        return new Fault(pointer, CodeOf(failure.ErrorCode), failure.ErrorMessage);
    }

    static string CodeOf(string validator) =>
        validator switch
        {
            "NotEmptyValidator" or "NotNullValidator" => "required",
            "MaximumLengthValidator" or "LengthValidator" => "too_long",
            "InclusiveBetweenValidator" or "LessThanOrEqualValidator" or "GreaterThanOrEqualValidator" =>
                "out_of_range",
            "EnumValidator" => "unknown_value",
            "EmailValidator" => "not_an_email",
            var own when own.EndsWith("Validator", StringComparison.Ordinal) => "invalid",
            var own => own,
        };
}
