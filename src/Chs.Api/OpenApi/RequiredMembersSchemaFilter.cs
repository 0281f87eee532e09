using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>
/// Requires every member of a type whose constructor takes parameters: such a type is only answered, never read,
/// and an answer has all of its members but those that are only there when they are asked for.
/// </summary>
sealed class RequiredMembersSchemaFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (
            schema is OpenApiSchema { Properties: { Count: > 0 } members } answer
            && context.Type.GetConstructor(Type.EmptyTypes) is null
        )
        {
            answer.Required = members.Keys.ToHashSet();
            foreach (var name in OptionalMembersOf(context.Type))
            {
                answer.Required.Remove(name);
                // It is absent instead.
                if (members[name] is OpenApiSchema { Type: { } type } member)
                    member.Type = type & ~JsonSchemaType.Null;
            }
        }
    }

    static IEnumerable<string> OptionalMembersOf(Type type) =>
        from member in type.GetProperties()
        where member.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.WhenWritingNull }
        select JsonNamingPolicy.CamelCase.ConvertName(member.Name);
}
