namespace Chs.Api.JsonApi;

/// <summary>Names the type of the resources that have these attributes, as documents say it.</summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class JsonApiTypeAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
