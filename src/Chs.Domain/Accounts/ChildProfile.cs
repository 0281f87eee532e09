namespace Chs.Domain.Accounts;

/// <summary>What a parent states about a child. For the members see <see cref="Child"/>.</summary>
public sealed record ChildProfile(
    string GivenName,
    DateOnly Birthday,
    Gender Gender,
    string GenderSelfDescribe,
    int? GestationalAge,
    string AdditionalInformation,
    ulong Conditions,
    ulong Languages
);
