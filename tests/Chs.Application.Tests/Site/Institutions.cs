using Chs.Application.Site;

namespace Chs.Application.Tests.Site;

/// <summary>What the form of an institution holds when only the necessary was filled in.</summary>
static class Institutions
{
    public static InstitutionInput Called(string name, int place = 0) =>
        new()
        {
            Name = name,
            Website = "",
            Section = "",
            Place = place,
        };
}
