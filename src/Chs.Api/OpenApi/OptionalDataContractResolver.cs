using Chs.Api.V3;
using Chs.Domain;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Describes an <see cref="Optional{T}"/> as its value, which is all that JSON has of it.</summary>
sealed class OptionalDataContractResolver(ISerializerDataContractResolver inner) : ISerializerDataContractResolver
{
    public DataContract GetDataContractForType(Type type)
    {
        if (OptionalMembers.ValueTypeOf(type) is not { } value)
            return inner.GetDataContractForType(type);
        return inner.GetDataContractForType(Nullable.GetUnderlyingType(value) ?? value);
    }
}
