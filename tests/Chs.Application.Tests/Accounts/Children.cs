using Chs.Application.Accounts;
using Chs.Domain.Accounts;

namespace Chs.Application.Tests.Accounts;

/// <summary>What the form of a child holds when only the necessary was filled in.</summary>
static class Children
{
    public static ChildInput Called(string name) =>
        new()
        {
            GivenName = name,
            Birthday = new DateOnly(2023, 5, 17),
            Gender = Gender.NoAnswer,
            GenderSelfDescribe = "",
            GestationalAge = null,
            AdditionalInformation = "",
            Conditions = [],
            Languages = [],
        };
}
