using Chs.Domain.Accounts;
using Chs.Domain.Studies;

namespace Chs.Domain.Labs;

/// <summary>One role of one researcher in one lab. A researcher with several roles has the rights of all of them.</summary>
public sealed class LabMembership : IMembership<LabRole>
{
    LabMembership() { }

    public long LabId { get; private init; }
    public long UserId { get; private init; }

    /// <summary>Sets <see cref="UserId"/> when the researcher is saved together with the role; otherwise not loaded.</summary>
    User? Researcher { get; init; }

    public LabRole Role { get; private set; }

    public static LabMembership Of(long lab, long user, LabRole role) =>
        new()
        {
            LabId = lab,
            UserId = user,
            Role = role,
        };

    /// <summary>The role of a researcher who may not be saved yet.</summary>
    public static LabMembership Of(long lab, User researcher, LabRole role) =>
        new()
        {
            LabId = lab,
            UserId = researcher.Id,
            Researcher = researcher,
            Role = role,
        };
}
