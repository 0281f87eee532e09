using Chs.Api.OpenApi;
using Chs.Api.Tests.Access.Roles;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Xunit;

namespace Chs.Api.Tests.OpenApi;

/// <summary>
/// The rights that operations.txt names, compared with who gets what: the table that V3RoleMatrixTests try row by row.
/// </summary>
public class RequiredRightTests
{
    static readonly RoleMatrix Matrix = RoleMatrix.Read("V3/v3-matrix.txt");

    static readonly string[] WithoutLogIn = [RolePeople.Nobody];
    static readonly string[] Families = [RolePeople.Parent, RolePeople.OtherParent];

    public static TheoryData<string> Requests =>
        new(Matrix.Rows.Where(row => OperationRules.Of(OperationOf(row)).Needs is not []).Select(row => row.Request));

    [Theory, MemberData(nameof(Requests))]
    public void Who_lacks_what_is_needed_is_refused_and_who_has_all_of_it_is_not(string request)
    {
        var row = Matrix[request];
        var needs = OperationRules.Of(OperationOf(row)).Needs;
        foreach (var (role, status) in row.StatusByRole.Where(cell => cell.Value != RoleMatrix.NotAsked))
        {
            // What can't be read is refused before anybody looks at rights.
            if (status == "400")
                continue;
            var isRefused = status is "401" or "403" or "404";
            if (!needs.All(group => group.Any(need => Meets(role, need))))
                Assert.True(isRefused, $"{role} lacks a right and gets {status}");
            if (needs.All(group => group.All(need => need is "yourself" || Meets(role, need))))
                Assert.False(status is "401" or "403", $"{role} has every right and gets {status}");
        }
    }

    [Fact]
    public void Each_right_exists()
    {
        foreach (
            var need in OperationRules
                .Operations.SelectMany(operation => OperationRules.Of(operation).Needs)
                .SelectMany(g => g)
        )
            Assert.True(OperationNeeds.RightIn(need) is not { } right || IsRight(right), need);
    }

    static string OperationOf(RoleMatrix.Row row) =>
        PublishedCodes.OperationOf(row.Verb, $"/api/v3/{row.Path.Split('?')[0]}")!;

    static bool IsRight((string On, string Right) named) =>
        named.On switch
        {
            "lab" => Enum.TryParse<LabRight>(named.Right, ignoreCase: true, out _),
            "site" => Enum.TryParse<SiteRight>(named.Right, ignoreCase: true, out _),
            _ => Enum.TryParse<StudyRight>(named.Right, ignoreCase: true, out _),
        };

    static bool Meets(string role, string need)
    {
        if (WithoutLogIn.Contains(role))
            return false;
        if (OperationNeeds.RightIn(need) is not { } named)
            return need is "researcher" && !Families.Contains(role);
        var site = role switch
        {
            "superuser" => SiteRights.All,
            RolePeople.Reviewer => Permissions.OfReviewers,
            _ => SiteRights.None,
        };
        return named.On switch
        {
            "site" => site.Has(Enum.Parse<SiteRight>(named.Right, ignoreCase: true)),
            "everyStudy" => site.Has(StudyRightOf(named.Right)),
            "lab" => (site.OnLabs | OnLab(role)).HasFlag(Enum.Parse<LabRight>(named.Right, ignoreCase: true)),
            _ => (site.OnStudies | OnStudy(role)).HasFlag(StudyRightOf(named.Right)),
        };
    }

    static StudyRight StudyRightOf(string name) => Enum.Parse<StudyRight>(name, ignoreCase: true);

    static LabRight OnLab(string role) =>
        RolePeople.LabRoles.TryGetValue(role, out var held) ? Permissions.OnLab(held) : LabRight.None;

    static StudyRight OnStudy(string role)
    {
        var byLab = RolePeople.LabRoles.TryGetValue(role, out var inLab) ? Permissions.Of(inLab) : StudyRight.None;
        return RolePeople.StudyRoles.TryGetValue(role, out var inStudy) ? byLab | Permissions.Of(inStudy) : byLab;
    }
}
