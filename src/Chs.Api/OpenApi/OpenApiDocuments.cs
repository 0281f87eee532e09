using Chs.Api.JsonApi;
using Chs.Api.V3;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>The two published contracts and the page to try them.</summary>
static class OpenApiDocuments
{
    public static IServiceCollection AddOpenApiDocuments(this IServiceCollection services) =>
        services
            .AddEndpointsApiExplorer()
            .AddSwaggerGen(options =>
            {
                options.SwaggerDoc(
                    "v3",
                    new OpenApiInfo
                    {
                        Title = "CHS API v3",
                        Version = "3",
                        Description =
                            "The contract for front ends and generated clients. Failures are RFC 9457 problems with a stable `code`; lists are paged by cursors; what can be edited carries an ETag; what is made takes an `Idempotency-Key`.",
                        License = new OpenApiLicense
                        {
                            Name = "MIT",
                            Url = new Uri("https://opensource.org/license/mit"),
                        },
                    }
                );
                options.SwaggerDoc(
                    "runner",
                    new OpenApiInfo
                    {
                        Title = "CHS runner API v1 and v2",
                        Version = "2",
                        Description =
                            "The JSON:API contract of experiment runners and researchers' scripts. Both versions are the same.",
                        License = new OpenApiLicense
                        {
                            Name = "MIT",
                            Url = new Uri("https://opensource.org/license/mit"),
                        },
                    }
                );
                options.SupportNonNullableReferenceTypes();
                options.UseAllOfToExtendReferenceSchemas();
                foreach (
                    var file in Directory
                        .EnumerateFiles(AppContext.BaseDirectory, "Chs.*.xml")
                        .Order(StringComparer.Ordinal)
                )
                    options.IncludeXmlComments(file);

                options.AddSecurityDefinition(
                    "token",
                    new OpenApiSecurityScheme
                    {
                        Type = SecuritySchemeType.Http,
                        Scheme = "bearer",
                        Description = "v3: a key of `POST /api/v3/me/tokens`.",
                    }
                );
                options.AddSecurityDefinition(
                    "runnerToken",
                    new OpenApiSecurityScheme
                    {
                        Type = SecuritySchemeType.ApiKey,
                        In = ParameterLocation.Header,
                        Name = "Authorization",
                        Description = "v1 and v2: the word `Token`, a blank and a key.",
                    }
                );
                options.AddSecurityDefinition(
                    "session",
                    new OpenApiSecurityScheme
                    {
                        Type = SecuritySchemeType.ApiKey,
                        In = ParameterLocation.Cookie,
                        Name = "sessionid",
                        Description =
                            "A browser's log-in. Unsafe requests also send the cookie `csrftoken` in the header `X-CSRFToken`.",
                    }
                );
                options.OperationFilter<V3Operations>();
                options.DescribeJsonApi();
                options.SchemaFilter<V3Schemas>();
                options.DocumentFilter<SwaggerCleanup>();
                options.DocumentFilter<Examples>();
            });
}
