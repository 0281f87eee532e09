using System.Linq.Expressions;
using Chs.Domain.Plays;
using Chs.Domain.Responses;

namespace Chs.Application.Access;

/// <summary>What the key of a play opens: one study, one participant, one version of the protocol.</summary>
/// <param name="Key">The play's database key.</param>
/// <param name="StudyKey">The study's database key.</param>
/// <param name="ChildKey">The child's database key; null in a preview without one, which reads the study only.</param>
/// <param name="ChildId">The child's uuid; null: there is none.</param>
/// <param name="IsPreview">Whether everything that it saves is a preview, and previews are all that it sees.</param>
/// <param name="StudyVersion">Number of the version of the protocol that it runs.</param>
/// <param name="BuildKey">Database key of the build that it runs; null: none.</param>
/// <param name="Site">Address of the site as the browser knows it.</param>
public sealed record PlayGrant(
    long Key,
    long StudyKey,
    Guid StudyId,
    long? ChildKey,
    Guid? ChildId,
    bool IsPreview,
    int StudyVersion,
    long? BuildKey,
    string Site,
    DateTimeOffset ExpiresAt
)
{
    /// <summary>Whether a save now moves the play's end.</summary>
    public bool IsExtendedBy(DateTimeOffset now) => Play.IsExtendedBy(now, ExpiresAt);

    /// <summary>Whether a response of the person who plays is one that the play may write.</summary>
    internal bool MayWrite(Response response) =>
        response.StudyId == StudyKey && response.ChildId == ChildKey && response.IsPreview == IsPreview;

    /// <summary>The responses that the play may read: this participant's in this study, in previews only previews.</summary>
    /// <param name="user">Key of the account of who plays.</param>
    internal Expression<Func<Response, bool>> Readable(long user)
    {
        // Copies, so that queries get parameters.
        var study = StudyKey;
        var child = ChildKey;
        var previewsOnly = IsPreview;
        return r =>
            r.ParticipantId == user && r.StudyId == study && r.ChildId == child && (!previewsOnly || r.IsPreview);
    }

    /// <summary>The responses that the play may write: those that it may read and that have its preview flag.</summary>
    /// <param name="user">Key of the account of who plays.</param>
    internal Expression<Func<Response, bool>> Writable(long user)
    {
        var study = StudyKey;
        var child = ChildKey;
        var preview = IsPreview;
        return r => r.ParticipantId == user && r.StudyId == study && r.ChildId == child && r.IsPreview == preview;
    }
}
