using System.Linq.Expressions;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>A user as v1 and v2 show one. For the members see <see cref="User"/>.</summary>
public sealed record JsonApiUser
{
    public required Guid Id { get; init; }

    /// <summary>The database key, which v1 shows as <c>pk</c>.</summary>
    public required long Key { get; init; }

    /// <summary>Null when the actor may not see e-mail addresses.</summary>
    public required string? Email { get; init; }

    public required string GivenName { get; init; }
    public required string MiddleName { get; init; }
    public required string FamilyName { get; init; }
    public required string Nickname { get; init; }

    /// <summary>The picture that the user chose; null or empty: none.</summary>
    public required string? ChosenIdenticon { get; init; }

    /// <summary>The user's picture as a data URL.</summary>
    public string Identicon => string.IsNullOrEmpty(ChosenIdenticon) ? Accounts.Identicon.Of(Id) : ChosenIdenticon;

    public required bool IsActive { get; init; }
    public required bool IsStaff { get; init; }
    public required bool IsResearcher { get; init; }
    public required string FormerLookitId { get; init; }
    public required IReadOnlyList<string> LinkedFormerLookitIds { get; init; }
    public required bool WantsMailAboutNextSession { get; init; }
    public required bool WantsMailAboutNewStudies { get; init; }
    public required bool WantsMailAboutStudyUpdates { get; init; }
    public required bool WantsMailAboutResponseQuestions { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <param name="showsEmail">Whether the actor may see e-mail addresses.</param>
    internal static Expression<Func<User, JsonApiUser>> Projection(bool showsEmail) =>
        user => new JsonApiUser
        {
            Id = user.Uuid,
            Key = user.Id,
            Email = showsEmail ? user.Email : null,
            GivenName = user.GivenName,
            MiddleName = user.MiddleName,
            FamilyName = user.FamilyName,
            Nickname = user.Nickname,
            ChosenIdenticon = user.Identicon,
            IsActive = user.IsActive,
            IsStaff = user.IsStaff,
            IsResearcher = user.IsResearcher,
            FormerLookitId = user.FormerLookitId,
            LinkedFormerLookitIds = user.LinkedFormerLookitIds,
            WantsMailAboutNextSession = user.Mail.NextSession,
            WantsMailAboutNewStudies = user.Mail.NewStudies,
            WantsMailAboutStudyUpdates = user.Mail.StudyUpdates,
            WantsMailAboutResponseQuestions = user.Mail.ResponseQuestions,
            CreatedAt = user.CreatedAt,
        };
}
