using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>
/// Says which rights an operation needs, and what else: in extensions for programs, and at the end of its description for
/// people.
/// </summary>
sealed class RequirementsOperationFilter : V3OperationFilter
{
    /// <summary>
    /// Groups of rights, of which each must be met: <c>[{ "anyOf": ["study.writeDetails"] }]</c>.
    /// </summary>
    public const string RequiredRight = "x-required-right";

    /// <summary>Names of other requirements.</summary>
    public const string Requires = "x-requires";

    /// <summary>Requirements that codes stand for, in words.</summary>
    static readonly (string Code, string Name, string? InWords)[] OfCodes =
    [
        ("account.email_not_confirmed", "confirmedEmail", "a confirmed e-mail address"),
        (
            "account.needs_session",
            "passwordLogIn",
            "a log-in of a browser or a program: tokens for scripts can't do this"
        ),
        // In words it would stand nearly everywhere; the front ends' page says it once.
        ("account.second_factor_needed", "secondFactorWhereDemanded", null),
    ];

    protected override void ApplyToV3(OpenApiOperation operation, OperationFilterContext context)
    {
        var rule = OperationRules.Of(operation.OperationId!);
        var others = OfCodes.Where(other => rule.Codes.Any(code => code.Code == other.Code)).ToList();
        if (rule.Needs is not [])
            Extend(operation, RequiredRight, rule.Needs.Select(GroupOf));
        if (others is not [])
            Extend(operation, Requires, others.Select(other => (JsonNode)other.Name));
        var more = others.Select(other => other.InWords).OfType<string>().ToList();
        if (OperationNeeds.SentenceOf(rule.Needs, more) is { } sentence)
            operation.Description = string.IsNullOrEmpty(operation.Description)
                ? sentence
                : $"{operation.Description}\n\n{sentence}";
    }

    static JsonObject GroupOf(IReadOnlyList<string> group) =>
        new() { ["anyOf"] = new JsonArray([.. group.Select(need => (JsonNode)need)]) };

    static void Extend(OpenApiOperation operation, string name, IEnumerable<JsonNode> values)
    {
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions[name] = new JsonNodeExtension(new JsonArray([.. values]));
    }
}
