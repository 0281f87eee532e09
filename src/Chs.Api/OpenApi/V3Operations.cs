using System.Text.Json;
using System.Text.Json.Nodes;
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
