namespace Chs.Domain.Studies;

/// <summary>One role of one researcher in one study. Who has several may do what any of them allows.</summary>
public sealed class StudyMembership
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
