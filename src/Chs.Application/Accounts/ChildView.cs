using Chs.Application.Pipeline;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>A child as its parent sees it.</summary>
public sealed record ChildView : IVersioned
{
    public required Guid Id { get; init; }

    /// <example>Mika</example>
    public required string GivenName { get; init; }

    /// <example>2023-05-17</example>
    public required DateOnly Birthday { get; init; }

    public required Gender Gender { get; init; }

    /// <summary>In the family's words, when the gender is <c>open</c>.</summary>
    public required string GenderSelfDescribe { get; init; }

    /// <summary>At birth. 0: under 24 weeks, 1…16: 24…39 weeks, 17: 40 weeks or more; null: not sure.</summary>
    /// <example>16</example>
    public required int? GestationalAge { get; init; }

    public required string AdditionalInformation { get; init; }

    /// <summary>Codes such as <c>deaf</c> or <c>multiple_birth</c>.</summary>
    public required IReadOnlyList<string> Conditions { get; init; }

    /// <summary>Language codes, such as <c>en</c>.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>Number of changes; also the ETag.</summary>
    public required int Version { get; init; }

    internal static ChildView Of(Child child) =>
        new()
        {
            Id = child.Uuid,
            GivenName = child.GivenName,
            Birthday = child.Birthday,
            Gender = child.Gender,
            GenderSelfDescribe = child.GenderSelfDescribe,
            GestationalAge = child.GestationalAge,
            AdditionalInformation = child.AdditionalInformation,
            Conditions = [.. ChildTraits.List(child.Conditions, ChildTraits.Conditions)],
            Languages = [.. ChildTraits.List(child.Languages, ChildTraits.Languages)],
            Version = child.Version,
        };
}
