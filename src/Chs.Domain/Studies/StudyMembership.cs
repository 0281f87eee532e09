namespace Chs.Domain.Studies;

/// <summary>One role of one researcher in one study. A researcher with several roles has the rights of all of them.</summary>
public sealed class StudyMembership : IMembership<StudyRole>
{
    StudyMembership() { }

    public long StudyId { get; private init; }
    public long UserId { get; private init; }
    public StudyRole Role { get; private set; }

    public static StudyMembership Of(long study, long user, StudyRole role) =>
        new()
        {
            StudyId = study,
            UserId = user,
            Role = role,
        };
}
