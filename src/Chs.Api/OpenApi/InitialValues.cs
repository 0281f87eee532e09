using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chs.Api.OpenApi;

/// <summary>Values that members have when a request leaves them out.</summary>
static class InitialValues
{
    /// <returns>Null when the member has no value, or one that isn't worth saying.</returns>
    public static JsonNode? JsonOf(PropertyInfo property, object initial) =>
        property.GetValue(initial) switch
        {
            bool flag => flag,
            int number => number,
            Enum name => JsonNamingPolicy.CamelCase.ConvertName(name.ToString()),
            string text => text,
            ICollection { Count: 0 } => new JsonArray(),
            _ => null,
        };
}
