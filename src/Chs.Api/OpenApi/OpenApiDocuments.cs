using System.Text.Json.Nodes;
using Chs.Api.JsonApi;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>The two published contracts: v3 and, as <c>runner</c>, v1 with v2.</summary>
static class OpenApiDocuments
{
    public static IServiceCollection AddOpenApiDocuments(this IServiceCollection services) =>
        services
            .AddOutputCache()
            .AddEndpointsApiExplorer()
            // Before the generator, which registers its own only where there is none.
            .AddTransient<ISerializerDataContractResolver>(provider => new OptionalDataContractResolver(
                new JsonSerializerDataContractResolver(
                    provider.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions
                )
            ))
            .AddSwaggerGen(Configure);

    static void Configure(SwaggerGenOptions options)
    {
        options.SwaggerDoc("v3", V3);
        options.SwaggerDoc("runner", Runner);
        // HEAD is no operation of its own.
        options.DocInclusionPredicate(
            (document, api) => api.GroupName == document && api.HttpMethod != HttpMethods.Head
        );
        options.CustomSchemaIds(SchemaNames.Of);
        options.SupportNonNullableReferenceTypes();
        options.UseAllOfToExtendReferenceSchemas();
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "Chs.*.xml").Order(StringComparer.Ordinal))
            options.IncludeXmlComments(file);
        options.AddSecuritySchemes();
        AddFilters(options);
    }

    /// <remarks>
    /// They run in this order. Problems look at the bodies that actions declare, so they come before pictures;
    /// examples are composed from what all others leave.
    /// </remarks>
    static void AddFilters(SwaggerGenOptions options)
    {
        options.OperationFilter<ProblemsOperationFilter>();
        options.OperationFilter<SuccessMediaTypeOperationFilter>();
        options.OperationFilter<IdempotencyKeyOperationFilter>();
        options.OperationFilter<ValidationOperationFilter>();
        options.OperationFilter<QueryParameterNameOperationFilter>();
        options.OperationFilter<IfMatchOperationFilter>();
        options.OperationFilter<JsonBodyOperationFilter>();
        options.OperationFilter<PlainParameterOperationFilter>();
        options.OperationFilter<PictureOperationFilter>();
        options.OperationFilter<SignedCallbackOperationFilter>();
        options.OperationFilter<SecurityOperationFilter>();
        options.OperationFilter<ResponseHeadersOperationFilter>();
        options.OperationFilter<RequirementsOperationFilter>();
        options.DescribeJsonApi();
        options.SchemaFilter<RequiredMembersSchemaFilter>();
        options.SchemaFilter<AnyJsonSchemaFilter>();
        options.SchemaFilter<ValidationSchemaFilter>();
        options.SchemaFilter<DefaultsSchemaFilter>();
        options.SchemaFilter<DisallowNullSchemaFilter>();
        options.SchemaFilter<RightNamesSchemaFilter>();
        options.SchemaFilter<ErrorMessageSchemaFilter>();
        options.SchemaFilter<EnumNamesSchemaFilter>();
        options.DocumentFilter<TrailingSlashDocumentFilter>();
        options.DocumentFilter<UnusedComponentsDocumentFilter>();
        options.DocumentFilter<AnswersDocumentFilter>();
        options.DocumentFilter<ServersDocumentFilter>();
        options.DocumentFilter<TagsDocumentFilter>();
        options.DocumentFilter<ExamplesDocumentFilter>();
    }

    /// <summary>Day of the last change of either contract. The change log has the same.</summary>
    const string Date = "2026-11-27";

    static OpenApiInfo V3 =>
        new()
        {
            Title = "CHS API v3",
            Version = "4.0.0",
            Extensions = Dated,
            Description =
                "The contract for front ends and generated clients. Failures are RFC 9457 problems with a stable `code`; "
                + "lists are paged by cursors; what can be edited has an ETag; "
                + "operations that list the header `Idempotency-Key` can be repeated with it. "
                + "What may change and what changed: docs/front-ends.md and openapi/CHANGELOG.md.",
            License = Mit,
        };

    static OpenApiInfo Runner =>
        new()
        {
            Title = "CHS runner API v1 and v2",
            Version = "2.1.0",
            Extensions = Dated,
            Description =
                "The JSON:API contract of experiment runners and researchers' scripts. Both versions are the same.",
            License = Mit,
        };

    static Dictionary<string, IOpenApiExtension> Dated =>
        new() { ["x-date"] = new JsonNodeExtension(JsonValue.Create(Date)) };

    static OpenApiLicense Mit => new() { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") };
}
