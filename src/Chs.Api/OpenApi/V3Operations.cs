using System.Text.Json;
using System.Text.Json.Nodes;
using Chs.Api.JsonApi;
using Chs.Api.V3;
using Chs.Application.Responses;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Says for each operation of v3 what may go wrong, who may ask, and which headers it takes.</summary>
sealed class V3Operations : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.GroupName != "v3")
            return;
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var needsLogIn = AddProblems(operation, context, metadata.OfType<ProblemsAttribute>().SingleOrDefault());

        foreach (
            var answer in operation
                .Responses!.Where(answer => answer.Key.StartsWith('2'))
                .Select(answer => answer.Value)
                .OfType<OpenApiResponse>()
        )
            answer.Content?.Remove(V3Problems.MediaType); // the formatter could, but no success is a problem

        operation.Parameters ??= [];
        if (metadata.OfType<IdempotentAttribute>().Any())
        {
            operation.Parameters.Add(
                new OpenApiParameter
                {
                    Name = "Idempotency-Key",
                    In = ParameterLocation.Header,
                    Description =
                        "Repeat a request with the same key, for a day, and the first answer comes again (with `Idempotent-Replayed: true`); nothing is done twice. At most 200 printable ASCII characters, such as a fresh UUID.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 200 },
                }
            );
        }

        // As the members of JSON are written; what is sent is read either way.
        foreach (
            var parameter in operation.Parameters.OfType<OpenApiParameter>().Where(p => p.In is ParameterLocation.Query)
        )
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);

        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>().Where(p => p.Name == "If-Match"))
        {
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
            parameter.Required = metadata.OfType<VersionNeededAttribute>().Any();
            parameter.Description ??=
                "The ETag that you read. Without it the change is made whatever changed meanwhile.";
            parameter.Example = "*"; // what pages fill in by themselves must work
        }

        if (metadata.OfType<PictureAttribute>().Any())
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description =
                    "The picture's file, less than 1 MB. It is decoded and written anew: places and comments in it aren't kept.",
                Content = PictureAttribute.MediaTypes.ToDictionary(
                    type => type,
                    _ =>
                        (IOpenApiMediaType)
                            new OpenApiMediaType
                            {
                                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                            }
                ),
            };
        }

        if (context.MethodInfo.GetCustomAttributes(typeof(SignedCallbackAttribute), inherit: false) is not [])
        {
            needsLogIn = false;
            foreach (
                var (name, description) in (ReadOnlySpan<(string, string)>)
                    [
                        (SignedCallbackAttribute.TimestampHeader, "Seconds since 1970."),
                        (SignedCallbackAttribute.SignatureHeader, "HMAC-SHA256 in lower-case hex."),
                    ]
            )
                operation.Parameters.Add(
                    new OpenApiParameter
                    {
                        Name = name,
                        In = ParameterLocation.Header,
                        Required = true,
                        Description = description,
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    }
                );
        }

        if (needsLogIn)
            operation.Security =
            [
                .. ((string[])["token", "session"]).Select(scheme => new OpenApiSecurityRequirement
                {
                    [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [],
                }),
            ];
        else
            operation.Security = [];
    }

    /// <returns>Whether the operation is only for those who are logged in.</returns>
    static bool AddProblems(OpenApiOperation operation, OperationFilterContext context, ProblemsAttribute? problems)
    {
        if (problems is null)
            throw new InvalidOperationException($"{operation.OperationId} doesn't say which problems it answers.");
        var statuses = problems.Statuses.ToHashSet();
        var needsLogIn = statuses.Contains(401) && operation.OperationId is not "logIn";
        statuses.Add(401); // a wrong token is refused everywhere
        if (operation.RequestBody is not null)
            statuses.Add(413);
        operation.Responses ??= [];
        foreach (var status in statuses.Order())
        {
            operation.Responses[status.ToString()] = new OpenApiResponse
            {
                Description = V3Problems.TitleOf(status),
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [V3Problems.MediaType] = new OpenApiMediaType
                    {
                        Schema = context.SchemaGenerator.GenerateSchema(typeof(V3Problem), context.SchemaRepository),
                        Example = ExampleOf(status),
                    },
                },
            };
        }

        return needsLogIn;
    }

    static JsonObject ExampleOf(int status)
    {
        var (code, detail) = status switch
        {
            400 => ("request.invalid", "The request has faults."),
            401 => ("access.unauthenticated", "Log in first."),
            403 => ("access.forbidden", "You may not do this."),
            404 => ("study.not_found", "There is no such study, or it isn't yours to see."),
            409 => ("study.wrong_state", "'activate' isn't possible while a study is 'created'."),
            412 => ("version.stale", "Somebody changed it since you read it."),
            428 => ("version.needed", "Name the version that you read in If-Match, or '*' for whatever there is."),
            429 => ("account.too_many_attempts", "Too many log-in attempts. Wait a minute."),
            _ => V3Problems.OfStatus(status),
        };
        var problem = new JsonObject
        {
            ["type"] = $"urn:chs:problem:{code}",
            ["title"] = V3Problems.TitleOf(status),
            ["status"] = status,
            ["detail"] = detail,
            ["instance"] = "/api/v3/studies/0193c2f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
            ["code"] = code,
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
        if (status == 400)
            problem["errors"] = new JsonArray(
                new JsonObject
                {
                    ["pointer"] = "/name",
                    ["code"] = "required",
                    ["message"] = "'Name' must not be empty.",
                }
            );
        return problem;
    }
}

/// <summary>Says what the runner contract's addresses hold, and who may ask.</summary>
sealed class JsonApiOperations : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.GroupName != "runner")
            return;
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        operation.Parameters = [];
        foreach (
            var name in ((string[])["owner", "id"]).Where(name =>
                context.ApiDescription.RelativePath!.Contains($"{{{name}}}", StringComparison.Ordinal)
            )
        )
        {
            operation.Parameters.Add(
                new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Description = name == "id" ? "The resource's UUID." : "UUID of what the resource belongs to.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
                    Example = "0193c2f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                }
            );
        }

        foreach (var name in metadata.OfType<RunnerQuery>().SelectMany(query => query.Names))
            operation.Parameters.Add(QueryParameter(name));
        if (metadata.OfType<RunnerBody>().SingleOrDefault() is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [JsonApiWriter.MediaType] = new OpenApiMediaType
                    {
                        Schema = context.SchemaGenerator.GenerateSchema(body.Type, context.SchemaRepository),
                    },
                },
            };
        }

        foreach (var header in metadata.OfType<RunnerHeader>())
        {
            operation.Parameters.Add(
                new OpenApiParameter
                {
                    Name = header.Name,
                    In = ParameterLocation.Header,
                    Required = true,
                    Description = header.Description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }
            );
        }

        operation.Security = metadata.OfType<RunnerForAnybody>().Any()
            ? []
            :
            [
                .. ((string[])["runnerToken", "session"]).Select(scheme => new OpenApiSecurityRequirement
                {
                    [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [],
                }),
            ];
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response is not OpenApiResponse described)
                continue;
            if (int.TryParse(status, out var code) && code >= 400)
            {
                described.Description = V3Problems.TitleOf(code);
                foreach (var media in described.Content!.Values.OfType<OpenApiMediaType>())
                    media.Example = ErrorOf(code);
            }
            else
            {
                described.Description = "The resource, or the resources.";
            }
        }
    }

    static OpenApiParameter QueryParameter(string name) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Query,
            Description = name switch
            {
                "page" => "From 1; a page behind the last one is 404.",
                "page_size" => "10 unless said, at most 100.",
                "ordering" =>
                    "Name of an attribute, with `-` before it the other way round; children: `birthday` or `-birthday` only.",
                _ => "A UUID.",
            },
            Schema = name is "page" or "page_size"
                ? new OpenApiSchema { Type = JsonSchemaType.Integer }
                : new OpenApiSchema { Type = JsonSchemaType.String },
        };

    static JsonObject ErrorOf(int status)
    {
        var (code, detail) = status switch
        {
            400 => ("parse_error", "JSON parse error: the body isn't UTF-8"),
            401 => ("not_authenticated", "Authentication credentials were not provided."),
            403 => ("permission_denied", "CSRF Failed: the token is missing."),
            404 => ("not_found", "Not found."),
            406 => ("not_acceptable", "Could not satisfy the request Accept header."),
            409 => ("invalid", "This response belongs to another study or child."),
            413 => ("invalid", "The body is larger than this site accepts."),
            _ => ("unsupported_media_type", "Unsupported media type \"text/plain\" in request."),
        };
        var error = new JsonObject
        {
            ["detail"] = detail,
            ["status"] = status.ToString(),
            ["code"] = code,
        };
        if (status != 404)
            error["source"] = new JsonObject { ["pointer"] = "/data" };
        return new JsonObject { ["errors"] = new JsonArray(error) };
    }
}

/// <summary>What the schema generator can't know by itself.</summary>
sealed class V3Schemas : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema open)
            return;
        // What is made by a constructor with parameters is an answer of ours: all its members are always there.
        if (open.Properties is { Count: > 0 } members && context.Type.GetConstructor(Type.EmptyTypes) is null)
            open.Required = members.Keys.ToHashSet();
        if (context.Type == typeof(RawJson) || typeof(JsonNode).IsAssignableFrom(context.Type))
        {
            (open.Type, open.Properties, open.Required, open.AdditionalProperties, open.AdditionalPropertiesAllowed) = (
                null,
                null,
                null,
                null,
                true
            );
            open.Description ??= "Any JSON.";
        }
    }
}
