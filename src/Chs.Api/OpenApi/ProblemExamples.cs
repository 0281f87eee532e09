using System.Text.Json.Nodes;
using Chs.Api.V3;
using Chs.Domain;
using Chs.Domain.Accounts;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Makes examples of the problems that an operation answers.</summary>
static class ProblemExamples
{
    const string Id = "0193c2f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b";
    const string NotFound = ".not_found";

    /// <param name="codes">The codes with which the operation answers the status.</param>
    public static JsonObject Of(
        int status,
        IReadOnlyList<string> codes,
        OpenApiOperation operation,
        OperationFilterContext context
    )
    {
        var parts = context.ApiDescription.RelativePath!.Split('/');
        // What the address begins with is looked for first.
        var code = codes.FirstOrDefault(code => code == OfCollection(parts[2])) ?? codes[0];
        var problem = new JsonObject
        {
            ["type"] = ProblemCode.AddressOf(code),
            ["title"] = V3Problems.TitleOf(status),
            ["status"] = status,
            ["detail"] = DetailOf(status, code),
            ["instance"] = $"/{string.Join('/', parts.Select(ValueOf))}",
            ["code"] = code,
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
        if (FaultOf(status, code, operation, context) is { } fault)
            problem["errors"] = new JsonArray(fault);
        return problem;
    }

    static string OfCollection(string name) =>
        name switch
        {
            "studies" => $"study{NotFound}",
            "children" => $"child{NotFound}",
            _ => $"{name.TrimEnd('s')}{NotFound}",
        };

    static string ValueOf(string part) =>
        part switch
        {
            "{number}" => "2",
            "{slug}" => "privacy",
            "{which}" => "banner",
            _ when part.StartsWith('{') => Id,
            _ => part,
        };

    static string DetailOf(int status, string code) =>
        code switch
        {
            "request.invalid" => "The request has faults.",
            "route.not_found" => V3Problems.OfStatus(status).Detail,
            "account.code_needed" => AccountErrors.CodeNeeded.Message,
            _ when code == Error.Unauthenticated.Code => Error.Unauthenticated.Message,
            _ when code == Error.Forbidden.Code => Error.Forbidden.Message,
            _ when code == Error.Stale.Code => Error.Stale.Message,
            _ when code.EndsWith(NotFound, StringComparison.Ordinal) =>
                $"There is no such {code[..^NotFound.Length].Replace('_', ' ')}, or it isn't yours to see.",
            _ => ProblemCodes.Find(code)!.Sentence.Replace("`", ""),
        };

    static JsonObject? FaultOf(int status, string code, OpenApiOperation operation, OperationFilterContext context)
    {
        var members = MembersOf(operation, context);
        return code switch
        {
            "request.invalid" when members is [var first, ..] => Fault(first, "required", "This member is required."),
            "request.invalid" => Fault("colour", "unknown_parameter", "There is no such parameter."),
            "account.wrong_password" => Fault(
                members[0] is "oldPassword" ? "oldPassword" : "password",
                "wrong",
                "This isn't your password."
            ),
            "account.code_needed" => Fault("code", AccountErrors.CodeNeeded.Code, AccountErrors.CodeNeeded.Message),
            "account.wrong_code" when status == StatusCodes.Status422UnprocessableEntity => Fault(
                "code",
                "wrong",
                "This code isn't right, or was used before."
            ),
            _ => null,
        };
    }

    static JsonObject Fault(string member, string code, string message) =>
        new()
        {
            ["pointer"] = $"/{member}",
            ["code"] = code,
            ["message"] = message,
        };

    /// <summary>The names of the members of the operation's body, required ones first.</summary>
    static List<string> MembersOf(OpenApiOperation operation, OperationFilterContext context)
    {
        var body = operation.RequestBody?.Content?.Values.Select(media => media.Schema).FirstOrDefault();
        var reference =
            body as OpenApiSchemaReference ?? body?.AllOf?.OfType<OpenApiSchemaReference>().FirstOrDefault();
        if (reference?.Reference.Id is not { } id || !context.SchemaRepository.Schemas.TryGetValue(id, out var schema))
            return [];
        IEnumerable<string> members = schema.Properties?.Keys ?? Enumerable.Empty<string>();
        return [.. members.OrderByDescending(member => schema.Required?.Contains(member) is true)];
    }
}
