using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Puts right what the generator leaves: nullable references without a type, components that nobody uses, tags without a word.</summary>
sealed class SwaggerCleanup : IDocumentFilter
{
    static readonly Dictionary<string, string> Tags = new()
    {
        ["Accounts"] = "Accounts, log-ins and keys for scripts.",
        ["Children"] = "Your children.",
        ["Labs"] = "Labs and their approval.",
        ["Versions"] = "What a study's protocol was, and what changed.",
        ["Site"] = "What the site says about itself.",
        ["Staff"] = "Accounts of the whole site, and what waits for its reviewers.",
        ["Studies"] = "Studies as researchers see them.",
        ["Audit"] = "Who did or read what.",
        ["Builds"] = "Turning a runner and a study into what families load.",
        ["Taking part"] = "What families do.",
        ["Researchers"] = "Who works on a study, and what they may do.",
        ["Responses"] = "What was recorded, and the consent to it.",
        ["Exports"] = "Data as files.",
        ["Videos"] = "Films of sessions.",
        ["v1"] = "The older address of the runner contract.",
        ["v2"] = "The newer address of the runner contract. Both are the same.",
    };

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        EndInSlashes(swaggerDoc);
        var schemas = context.SchemaRepository.Schemas;
        foreach (
            var wrapped in schemas
                .Values.OfType<OpenApiSchema>()
                .SelectMany(schema => schema.Properties?.Values ?? Enumerable.Empty<IOpenApiSchema>())
                .OfType<OpenApiSchema>()
        )
            if (wrapped is { AllOf: [OpenApiSchemaReference target], Type: JsonSchemaType.Null })
                wrapped.Type = TypeOf(target, schemas) | JsonSchemaType.Null;

        foreach (var unused in (string[])["IfMatch", "JsonNodeOptions"])
            schemas.Remove(unused);
        var used = swaggerDoc
            .Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>())
            .SelectMany(o => o.Security ?? [])
            .SelectMany(s => s.Keys)
            .Select(s => s.Reference.Id)
            .ToHashSet();
        foreach (
            var scheme in swaggerDoc.Components?.SecuritySchemes?.Keys.Where(key => !used.Contains(key)).ToList() ?? []
        )
            swaggerDoc.Components!.SecuritySchemes!.Remove(scheme);

        var tags = swaggerDoc
            .Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>())
            .SelectMany(o => o.Tags ?? new HashSet<OpenApiTagReference>())
            .Select(t => t.Reference.Id ?? "")
            .Distinct();
        swaggerDoc.Tags = tags.Order(StringComparer.Ordinal)
            .Select(tag => new OpenApiTag { Name = tag, Description = Tags[tag] })
            .ToHashSet();
    }

    /// <summary>The explorer cuts off the slash that addresses of the runner contract end in, and without which nothing can be written.</summary>
    static void EndInSlashes(OpenApiDocument document)
    {
        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths)
            paths.Add(
                path.StartsWith("/api/v3", StringComparison.Ordinal) || path.EndsWith('/') ? path : path + "/",
                item
            );
        document.Paths = paths;
    }

    static JsonSchemaType TypeOf(OpenApiSchemaReference target, Dictionary<string, IOpenApiSchema> schemas) =>
        (schemas.TryGetValue(target.Reference.Id ?? "", out var schema) ? schema.Type : null) & ~JsonSchemaType.Null
        ?? JsonSchemaType.Object;
}
