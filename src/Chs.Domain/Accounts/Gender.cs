namespace Chs.Domain.Accounts;

/// <summary>A child's gender as the family states it. Wire names on v1: m, f, o, na.</summary>
public enum Gender
{
    Male = 1,
    Female = 2,
    Open = 3,
    NoAnswer = 4,
}
