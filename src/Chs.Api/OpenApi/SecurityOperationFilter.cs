using Chs.Api.V3;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Demands a token or a session where an operation answers 401 to requests without either.</summary>
sealed class SecurityOperationFilter : V3OperationFilter
{
    /// <summary>Answer 401 to wrong credentials, but take no token and no session.</summary>
    static readonly string[] LogIns = ["logIn", "createSessionKey"];

    /// <summary>
    /// Answer everybody, but according to who asks: generated clients send a key only where the document takes one.
    /// </summary>
    static readonly string[] WithOrWithoutLogIn =
    [
        "getContentPage",
        "getLab",
        "listContentPages",
        "listLabs",
        "logOut",
    ];

    /// <summary>Goes on with a log-in that waits for a code.</summary>
    const string ConfirmLogIn = "confirmLogIn";

    protected override void ApplyToV3(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.OperationId is ConfirmLogIn)
        {
            operation.Security = [RequirementOf(context, SecuritySchemes.PendingSession)];
            return;
        }

        var isOptional = WithOrWithoutLogIn.Contains(operation.OperationId);
        if (!isOptional && !NeedsLogIn(operation, context))
        {
            operation.Security = WithoutLogIn(context);
            return;
        }

        operation.Security = [RequirementOf(context, SecuritySchemes.Token), SessionOf(context)];
        if (isOptional)
            operation.Security.Add([]);
    }

    /// <summary>
    /// Nothing is needed. A browser that is logged in sends its cookie all the same, and then it shows where an unsafe
    /// request comes from.
    /// </summary>
    static List<OpenApiSecurityRequirement> WithoutLogIn(OperationFilterContext context) =>
        HttpMethods.IsGet(context.ApiDescription.HttpMethod!)
        || AttributeOf<SignedCallbackAttribute>(context) is not null
            ? []
            :
            [
                [],
                SessionOf(context),
            ];

    /// <summary>A browser's log-in; unsafe requests show that they come from one of the site's own pages.</summary>
    static OpenApiSecurityRequirement SessionOf(OperationFilterContext context) =>
        HttpMethods.IsGet(context.ApiDescription.HttpMethod!)
            ? RequirementOf(context, SecuritySchemes.Session)
            : RequirementOf(context, SecuritySchemes.Session, SecuritySchemes.Antiforgery);

    static bool NeedsLogIn(OpenApiOperation operation, OperationFilterContext context) =>
        AttributeOf<ProblemsAttribute>(context)?.Statuses.Contains(StatusCodes.Status401Unauthorized) is true
        && AttributeOf<SignedCallbackAttribute>(context) is null
        && !LogIns.Contains(operation.OperationId);

    static OpenApiSecurityRequirement RequirementOf(OperationFilterContext context, params string[] schemes)
    {
        var requirement = new OpenApiSecurityRequirement();
        foreach (var scheme in schemes)
            requirement[new OpenApiSecuritySchemeReference(scheme, context.Document)] = [];
        return requirement;
    }
}
