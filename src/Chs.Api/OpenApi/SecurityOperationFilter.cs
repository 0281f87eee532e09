using Chs.Api.V3;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Demands a token or a session where an operation answers 401 to requests without either.</summary>
sealed class SecurityOperationFilter : V3OperationFilter
{
    /// <summary>Answers 401 to wrong credentials, but takes no token and no session.</summary>
    const string LogIn = "logIn";

    protected override void ApplyToV3(OpenApiOperation operation, OperationFilterContext context)
    {
        operation.Security = NeedsLogIn(operation, context)
            ? [Requirement(SecuritySchemes.Token, context), Requirement(SecuritySchemes.Session, context)]
            : [];
    }

    static bool NeedsLogIn(OpenApiOperation operation, OperationFilterContext context) =>
        AttributeOf<ProblemsAttribute>(context)?.Statuses.Contains(StatusCodes.Status401Unauthorized) is true
        && AttributeOf<SignedCallbackAttribute>(context) is null
        && operation.OperationId is not LogIn;

    static OpenApiSecurityRequirement Requirement(string scheme, OperationFilterContext context) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] };
}
